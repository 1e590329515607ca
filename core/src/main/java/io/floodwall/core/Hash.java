package io.floodwall.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4): 32 immutable bytes, compared by value and shown as 64 hex digits.
 */
public final class Hash {
  /** Bytes in a digest. */
  public static final int BYTES = 32;

  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Hash::newSha256);

  private final byte[] bytes;

  private Hash(byte[] owned) {
    this.bytes = owned;
  }

  /** The digest of the concatenation of {@code parts}. */
  public static Hash sha256(byte[]... parts) {
    MessageDigest sha256 = SHA256.get();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return new Hash(sha256.digest());
  }

  /** The digest of {@code length} bytes of {@code array} from {@code offset}. */
  public static Hash sha256(byte[] array, int offset, int length) {
    MessageDigest sha256 = SHA256.get();
    sha256.update(array, offset, length);
    return new Hash(sha256.digest());
  }

  /** A digest from its 32 bytes; any other count is refused. */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, got " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** A digest from the 32 bytes of {@code array} from {@code offset}. */
  public static Hash ofSlice(byte[] array, int offset) {
    return new Hash(Arrays.copyOfRange(array, offset, offset + BYTES));
  }

  /** A digest from its 64 hex digits. */
  public static Hash ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Writes the 32 bytes to {@code out}, without a copy. */
  public void writeTo(ByteBuffer out) {
    out.put(bytes);
  }

  /** Copies the 32 bytes into {@code array} from {@code offset}. */
  public void copyTo(byte[] array, int offset) {
    System.arraycopy(bytes, 0, array, offset, BYTES);
  }

  /** The first eight bytes, big-endian: a short fingerprint for tables that need no more. */
  public long prefix() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return (int) prefix();
  }

  @Override
  public String toString() {
    return hex();
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
