package io.floodwall.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text and signatures under it (C2SP {@code signed-note}).
 *
 * <pre>
 * text, any number of lines
 * (an empty line)
 * — name base64
 * — name base64
 * </pre>
 *
 * @param text the text, with its last newline
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** The most bytes of a note. */
  public static final int BYTES_MAX = 64 * 1024;

  /** The most signatures of a note. */
  public static final int SIGNATURES_MAX = 64;

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** The note in these bytes. */
  public static SignedNote parse(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES_MAX) {
      throw new FormatException(
          "a note has at most " + BYTES_MAX + " bytes, this has " + bytes.length);
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new FormatException("a note is UTF-8; this is not", e);
    }
  }

  /** The note in this text. */
  public static SignedNote parse(String note) throws FormatException {
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new FormatException("a note has no control characters but newlines; this has one");
    }
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0 || !note.endsWith("\n")) {
      throw new FormatException("a note is text, an empty line, and signature lines that end");
    }
    String[] lines = note.substring(blank + 2).split("\n", -1);
    if (lines.length < 2 || lines.length > SIGNATURES_MAX + 1) {
      throw new FormatException("a note has 1 to " + SIGNATURES_MAX + " signatures");
    }
    var signatures = new ArrayList<NoteSignature>();
    for (int i = 0; i < lines.length - 1; i++) {
      signatures.add(NoteSignature.parse(lines[i]));
    }
    return new SignedNote(note.substring(0, blank + 1), signatures);
  }

  /** A text signed by one key. */
  public static SignedNote sign(String text, SignerKey key) {
    return new SignedNote(text, List.of(key.sign(text)));
  }

  /** The same note with another signature under it. */
  public SignedNote with(NoteSignature signature) {
    var more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /**
   * Those of {@code keys} that signed it. Signatures of others are ignored, as the format demands.
   *
   * @throws UntrustedException if one claims to be by one of the keys and is not
   */
  public Set<VerifierKey> verified(Collection<VerifierKey> keys) throws UntrustedException {
    var signed = new LinkedHashSet<VerifierKey>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : keys) {
        if (signature.isOf(key)) {
          if (!key.verifies(text, signature)) {
            throw new UntrustedException("the signature of " + key.name() + " is false");
          }
          signed.add(key);
        }
      }
    }
    return signed;
  }

  /** The whole note. */
  @Override
  public String toString() {
    var out = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> out.append(signature.line()).append('\n'));
    return out.toString();
  }
}
