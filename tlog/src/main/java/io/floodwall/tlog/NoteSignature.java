package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import java.nio.ByteBuffer;

/**
 * One signature line of a note.
 *
 * <pre>
 * — name base64( id signature )
 * </pre>
 *
 * @param name the key's name
 * @param id the key's id
 * @param bytes the signature: 64 bytes, or a time of 8 and then 64 for a cosignature
 */
public record NoteSignature(String name, int id, Bytes bytes) {
  private static final String START = "\u2014 ";

  /** The signature that a line, without its newline, says. */
  public static NoteSignature parse(String line) throws FormatException {
    int space = line.indexOf(' ', START.length());
    if (!line.startsWith(START) || space < 0) {
      throw new FormatException("a signature line looks like '\u2014 name base64'; one does not");
    }
    String name = Text.name(line.substring(START.length(), space), "a signature's key name");
    byte[] data = Text.fromBase64(line.substring(space + 1), "the signature of " + name);
    if (data.length <= Integer.BYTES) {
      throw new FormatException("the signature of " + name + " has only " + data.length + " bytes");
    }
    return new NoteSignature(
        name, ByteBuffer.wrap(data).getInt(), Bytes.copyOfTail(data, Integer.BYTES));
  }

  /** Whether it claims to be by {@code key}: the same name and id. */
  public boolean isOf(VerifierKey key) {
    return name.equals(key.name()) && id == key.id();
  }

  /** The time in a cosignature, in seconds since 1970. */
  public long timeSeconds() {
    return bytes.asBuffer().getLong();
  }

  /** The line, without a newline. */
  public String line() {
    var data = ByteBuffer.allocate(Integer.BYTES + bytes.length()).putInt(id);
    bytes.writeTo(data);
    return START + name + " " + Text.base64(data.array());
  }
}
