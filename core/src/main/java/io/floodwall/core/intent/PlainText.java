package io.floodwall.core.intent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text that can be shown, compared and used as a key without surprises.
 *
 * <p>A name has 1-200 bytes of UTF-8 and no control, bidirectional-override, invisible format,
 * unassigned or lone-surrogate character, and no space at either edge. Two names are the same only
 * when their bytes are.
 */
public final class PlainText {
  /** The most bytes a tenant, agent, id, resource or tool name may have. */
  public static final int NAME_BYTES_MAX = 200;

  private PlainText() {}

  /** The name whose bytes these are, or the empty text where they are none's. */
  public static String nameOf(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length > NAME_BYTES_MAX) {
      return "";
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return isName(text) && Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8)) ? text : "";
  }

  /** Whether {@code text} may be a name. */
  public static boolean isName(String text) {
    if (isPrintableAscii(text)) { // nearly every name: a byte a character, nothing to look up
      int length = text.length();
      return length > 0
          && length <= NAME_BYTES_MAX
          && text.charAt(0) != ' '
          && text.charAt(length - 1) != ' ';
    }
    if (text.isEmpty() || text.length() > NAME_BYTES_MAX || utf8Length(text) > NAME_BYTES_MAX) {
      return false;
    }
    if (isSpace(text.codePointAt(0)) || isSpace(text.codePointBefore(text.length()))) {
      return false;
    }
    return text.codePoints().allMatch(PlainText::isVisible);
  }

  /** Bytes that {@code text} has in UTF-8. */
  public static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text's first {@code charsMax} chars, or one less where that would split a character. */
  public static String start(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    boolean splits = charsMax > 0 && Character.isHighSurrogate(text.charAt(charsMax - 1));
    return text.substring(0, splits ? charsMax - 1 : charsMax);
  }

  /**
   * The text with every character that could move a cursor, reorder or hide text written as {@code
   * \\u{hex}}.
   */
  public static String escaped(String text) {
    if (isPrintableAscii(text) || text.codePoints().allMatch(PlainText::isVisible)) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isVisible(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return out.toString();
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * Characters that show nothing though their category says they are letters, marks or symbols:
   * Unicode's Default_Ignorable_Code_Point beyond the formats, and the empty Braille cell.
   */
  private static boolean isBlank(int c) {
    return c == 0x034F // combining grapheme joiner
        || c == 0x115F // Hangul fillers
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x17B4 // Khmer inherent vowels
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F) // Mongolian variation selectors
        || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || (c >= 0xE0100 && c <= 0xE01EF)
        || c == 0x2800; // Braille pattern blank
  }

  private static boolean isVisible(int c) {
    if (c == ' ') {
      return true;
    }
    if (isBlank(c)) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, // C0, DEL, C1: cursor movement and escape sequences
          Character.FORMAT, // bidi overrides and isolates, zero-width characters, byte order mark
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
