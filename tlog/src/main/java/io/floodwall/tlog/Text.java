package io.floodwall.tlog;

import io.floodwall.core.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The spellings that all the formats share: each value has one, and no other is read. */
final class Text {
  /** What a name must be: no spaces, no plus, no control characters, and short. */
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}\\p{C}+]{1,255}");

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

  private Text() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] fromBase64(String text, String what) throws FormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (base64(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException(what + " is not base64: " + e.getMessage(), e);
    }
    throw new FormatException(what + " is not base64 as RFC 4648 section 4 writes it");
  }

  static Hash hash(String text, String what) throws FormatException {
    byte[] bytes = fromBase64(text, what);
    if (bytes.length != Hash.BYTES) {
      throw new FormatException(what + " has " + bytes.length + " bytes, a hash has 32");
    }
    return Hash.of(bytes);
  }

  /** A number from 0 to 2^63 - 1, without leading zeros. */
  static long number(String text, String what) throws FormatException {
    try {
      if (DECIMAL.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw new FormatException(what + " is beyond 2^63 - 1", e);
    }
    throw new FormatException(what + " is not a decimal number from 0 to 2^63 - 1");
  }

  /** A key name, or the origin that is one. */
  static String name(String text, String what) throws FormatException {
    if (!NAME.matcher(text).matches()) {
      throw new FormatException(
          what + " must be 1 to 255 characters, none of them a space, a plus or a control");
    }
    return text;
  }
}
