package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SignatureHeader} taken apart at its fixed places, its statement not looked into: what
 * the arithmetic needs, and nothing that could be believed.
 *
 * @param keyIdBits the key's id as a number, see {@link #idBitsOf}
 * @param signature its 64 bytes
 * @param statement what is said to be signed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record SignatureParts(long keyIdBits, Bytes signature, byte[] statement) {

  /** Longer than four names, a digest and what is between them can be. */
  private static final int VALUE_BYTES_MAX = 2_048;

  /** The parts of a header's value, or null when it has not their places or is too long. */
  public static @Nullable SignatureParts of(byte @Nullable [] value) {
    if (value == null
        || value.length <= SignatureHeader.HEAD_BYTES
        || value.length > VALUE_BYTES_MAX
        || value[0] != SignatureHeader.VERSION) {
      return null;
    }
    byte[] signature = new byte[Ed25519Form.SIGNATURE_BYTES];
    long keyIdBits = ByteBuffer.wrap(value).getLong(1);
    System.arraycopy(value, 1 + AgentKey.ID_BYTES, signature, 0, signature.length);
    return new SignatureParts(
        keyIdBits,
        Bytes.copyOf(signature),
        Arrays.copyOfRange(value, SignatureHeader.HEAD_BYTES, value.length));
  }

  /** The id of the key with these bytes as a number: the first 64 bits of its SHA-256. */
  public static long idBitsOf(Bytes publicKey) {
    return publicKey.sha256().prefix();
  }
}
