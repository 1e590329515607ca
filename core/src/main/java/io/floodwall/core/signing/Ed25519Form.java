package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import java.util.HexFormat;
import java.util.Set;

/**
 * What the bytes of an Ed25519 key or signature (RFC 8032) tell without any arithmetic on the
 * curve.
 */
public final class Ed25519Form {
  /** Bytes in a public key. */
  public static final int KEY_BYTES = 32;

  /** Bytes in a signature: a point R, then a scalar S. */
  public static final int SIGNATURE_BYTES = 64;

  /** The order of the base point, big-endian: 2^252 + 27742317777372353535851937790883648493. */
  private static final byte[] ORDER =
      HexFormat.of().parseHex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");

  /** The y coordinates of the points of small order, those that are not reduced included. */
  private static final Set<Bytes> SMALL_ORDER =
      Set.of(
          hex("0000000000000000000000000000000000000000000000000000000000000000"),
          hex("0100000000000000000000000000000000000000000000000000000000000000"),
          hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

  private static final int SIGN_BIT = 0x80;

  private Ed25519Form() {}

  /**
   * Whether the key is a point of small order, the all-zero key among them: under such a key a
   * signature fits more than one message.
   */
  public static boolean isOfSmallOrder(Bytes publicKey) {
    byte[] y = publicKey.toArray();
    if (y.length != KEY_BYTES) {
      return false;
    }
    y[KEY_BYTES - 1] &= (byte) ~SIGN_BIT;
    return SMALL_ORDER.contains(Bytes.copyOf(y));
  }

  /** Whether S is below the order, as RFC 8032 section 5.1.7 asks: S + L is a second spelling. */
  public static boolean isReduced(Bytes signature) {
    byte[] bytes = signature.toArray();
    if (bytes.length != SIGNATURE_BYTES) {
      return false;
    }
    for (int i = 0; i < ORDER.length; i++) {
      int digit = Byte.toUnsignedInt(bytes[SIGNATURE_BYTES - 1 - i]);
      int limit = Byte.toUnsignedInt(ORDER[i]);
      if (digit != limit) {
        return digit < limit;
      }
    }
    return false;
  }

  private static Bytes hex(String digits) {
    return Bytes.copyOf(HexFormat.of().parseHex(digits));
  }
}
