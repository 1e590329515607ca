package io.floodwall.tlog;

import java.math.BigInteger;

/** Signatures bent so that careless verifiers take them. */
final class Mangled {
  /** The order of the group, L of RFC 8032. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private Mangled() {}

  /** The same signature with S + L for S. */
  static byte[] plusOrder(byte[] signature) {
    byte[] bent = signature.clone();
    BigInteger s = BigInteger.ZERO;
    for (int i = 63; i >= 32; i--) {
      s = s.shiftLeft(8).or(BigInteger.valueOf(signature[i] & 0xff));
    }
    s = s.add(ORDER);
    for (int i = 32; i < 64; i++) {
      bent[i] = s.byteValue();
      s = s.shiftRight(8);
    }
    return bent;
  }
}
