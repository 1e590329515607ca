package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032): 32 bytes that are a point of the prime-order group.
 *
 * <p>Points of small order, the all-zero key among them, are refused when the key is made: under
 * such a key a signature fits more than one message. A signature whose scalar is not reduced (S +
 * L) is refused too, so that no signature has a second form.
 */
public final class PublicKey {
  /** Bytes in a key. */
  public static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

  /** Bytes in a signature. */
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

  private final Bytes encoded;
  private final Ed25519.PublicPoint point;

  private PublicKey(Bytes encoded, Ed25519.PublicPoint point) {
    this.encoded = encoded;
    this.point = point;
  }

  /** The key with these bytes. */
  public static PublicKey of(byte[] bytes) throws FormatException {
    if (bytes.length != BYTES) {
      throw new FormatException("an Ed25519 public key has 32 bytes, not " + bytes.length);
    }
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(bytes, 0);
    if (point == null) {
      throw new FormatException(
          "the bytes "
              + HexFormat.of().formatHex(bytes)
              + " are not an Ed25519 public key of full order");
    }
    return new PublicKey(Bytes.copyOf(bytes), point);
  }

  /** Whether {@code signature} is this key's over {@code message}. */
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  /** Its 32 bytes. */
  public Bytes encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(encoded);
  }

  @Override
  public String toString() {
    return encoded.toString();
  }
}
