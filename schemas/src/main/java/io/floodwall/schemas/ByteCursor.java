package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in bytes that nobody vouches for, and the checked ways to move it on.
 *
 * <p>Every length is compared with the bytes that are left before anything is allocated, so reading
 * costs memory in proportion to what is there, whatever the bytes claim. Each value has one
 * accepted encoding: numbers are minimal, text is strict UTF-8.
 */
final class ByteCursor {
  private static final int INT_BYTES_MAX = 5;
  private static final int LONG_BYTES_MAX = 10;

  private final byte[] bytes;
  private int at;

  /** Reads {@code bytes} from {@code from} to their end. */
  ByteCursor(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int position() {
    return at;
  }

  int remaining() {
    return bytes.length - at;
  }

  /** One byte, unsigned. */
  int readByte() throws WireFormatException {
    return Byte.toUnsignedInt(bytes[take(1)]);
  }

  /** A zigzag number of 32 bits in at most 5 bytes. */
  int readInt() throws WireFormatException {
    int start = at;
    long value = readVarint(INT_BYTES_MAX);
    if (value >>> Integer.SIZE != 0) {
      throw new WireFormatException("a number of more than 32 bits", start);
    }
    return (int) (value >>> 1) ^ -(int) (value & 1);
  }

  /** A zigzag number of 64 bits in at most 10 bytes. */
  long readLong() throws WireFormatException {
    long value = readVarint(LONG_BYTES_MAX);
    return (value >>> 1) ^ -(value & 1);
  }

  /** The length of what follows: at most the bytes that are left. */
  int readLength(String what) throws WireFormatException {
    int start = at;
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new WireFormatException(
          what + " of " + length + " bytes where " + remaining() + " are left", start);
    }
    return (int) length;
  }

  /** Text behind its length. */
  String readText() throws WireFormatException {
    int length = readLength("text");
    int start = take(length);
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      return readStrictly(start, length); // either the text holds one, or Java put it there
    }
    return text;
  }

  /** A copy of the next {@code length} bytes. */
  byte[] readBytes(int length) throws WireFormatException {
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** The next {@code length} bytes. */
  Bytes readByteString(int length) throws WireFormatException {
    int start = take(length);
    return Bytes.copyOfRange(bytes, start, start + length);
  }

  /** The next 32 bytes, as the digest they are. */
  Hash readHash() throws WireFormatException {
    return Hash.ofSlice(bytes, take(Hash.BYTES));
  }

  /** Copies the next {@code length} bytes into {@code target}. */
  void readInto(byte[] target, int start, int length) throws WireFormatException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  void skip(int length) throws WireFormatException {
    take(length);
  }

  /** Base 128, low groups first. */
  private long readVarint(int bytesMax) throws WireFormatException {
    int start = at;
    if (start < bytes.length && bytes[start] >= 0) { // most numbers are small
      at = start + 1;
      return bytes[start];
    }
    long value = 0;
    for (int i = 0; i < bytesMax; i++) {
      int b = readByte();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b < 0x80) {
        if (b == 0 && i > 0) {
          throw new WireFormatException("a number padded with zeros", start);
        }
        if (i == LONG_BYTES_MAX - 1 && b > 1) {
          throw new WireFormatException("a number of more than 64 bits", start);
        }
        return value;
      }
    }
    throw new WireFormatException("a number of more than " + bytesMax + " bytes", start);
  }

  private int take(int length) throws WireFormatException {
    if (length > remaining()) {
      throw new WireFormatException("the value ends too early", at);
    }
    int start = at;
    at += length;
    return start;
  }

  private String readStrictly(int start, int length) throws WireFormatException {
    try {
      var utf8 = ByteBuffer.wrap(bytes, start, length);
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      var damage = new WireFormatException("text that is not UTF-8", start);
      damage.initCause(e);
      throw damage;
    }
  }
}
