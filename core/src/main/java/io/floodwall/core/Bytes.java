package io.floodwall.core;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes, compared by value. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] owned) {
    this.bytes = owned;
  }

  /** A copy of {@code bytes}. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy of {@code array} from {@code from} to its end. */
  public static Bytes copyOfTail(byte[] array, int from) {
    return copyOfRange(array, from, array.length);
  }

  /** A copy of {@code array} from {@code from} to before {@code to}. */
  public static Bytes copyOfRange(byte[] array, int from, int to) {
    return new Bytes(Arrays.copyOfRange(array, from, to));
  }

  /** How many there are. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** A read-only view, without a copy. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Copies all bytes into {@code array} from {@code offset}. */
  public void copyTo(byte[] array, int offset) {
    System.arraycopy(bytes, 0, array, offset, bytes.length);
  }

  /** Writes all bytes to {@code out}, without a copy. */
  public void writeTo(ByteBuffer out) {
    out.put(bytes);
  }

  /** The SHA-256 of the bytes. */
  public Hash sha256() {
    return Hash.sha256(bytes);
  }

  /** The SHA-256 of {@code front} and these bytes behind it, which are not put together for it. */
  public Hash sha256Behind(byte[] front) {
    return Hash.sha256(front, bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
