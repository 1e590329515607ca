package io.floodwall.tlog;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 secret key (RFC 8032): a seed of 32 bytes. It never shows itself as text. */
public final class SecretKey {
  /** Bytes in a seed. */
  public static final int BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final PublicKey publicKey;

  private SecretKey(byte[] owned) {
    this.seed = owned;
    byte[] encoded = new byte[PublicKey.BYTES];
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    try {
      this.publicKey = PublicKey.of(encoded);
    } catch (FormatException e) {
      throw new IllegalStateException("a seed always leads to a key of full order", e);
    }
  }

  /** The key with this seed. */
  public static SecretKey of(byte[] seed) throws FormatException {
    if (seed.length != BYTES) {
      throw new FormatException("an Ed25519 secret key has 32 bytes, not " + seed.length);
    }
    return new SecretKey(seed.clone());
  }

  /** A new key, out of {@code random}. */
  public static SecretKey generate(SecureRandom random) {
    byte[] seed = new byte[BYTES];
    Ed25519.generatePrivateKey(random, seed);
    return new SecretKey(seed);
  }

  /** The key that verifies what this one signs. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The signature over {@code message}: 64 bytes. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(
        seed, 0, publicKey.encoded().toArray(), 0, message, 0, message.length, signature, 0);
    return signature;
  }

  byte[] seed() {
    return seed.clone();
  }

  @Override
  public String toString() {
    return "secret key of " + publicKey;
  }
}
