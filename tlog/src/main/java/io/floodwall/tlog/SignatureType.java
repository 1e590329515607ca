package io.floodwall.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a signature in a note is taken of, by the type byte of its key. */
public enum SignatureType {
  /** The note's text (C2SP {@code signed-note}): how a log signs. */
  NOTE((byte) 1) {
    @Override
    boolean verifies(PublicKey key, String text, byte[] signature) {
      return key.verifies(Text.utf8(text), signature);
    }
  },
  /** The text and a time before it (C2SP {@code tlog-cosignature}): how a witness signs. */
  COSIGNATURE((byte) 4) {
    @Override
    boolean verifies(PublicKey key, String text, byte[] signature) {
      if (signature.length != Long.BYTES + PublicKey.SIGNATURE_BYTES) {
        return false;
      }
      long time = ByteBuffer.wrap(signature).getLong();
      byte[] bare = Arrays.copyOfRange(signature, Long.BYTES, signature.length);
      return time >= 0 && key.verifies(cosigned(time, text), bare);
    }
  };

  private final byte code;

  SignatureType(byte code) {
    this.code = code;
  }

  abstract boolean verifies(PublicKey key, String text, byte[] signature);

  /** The byte in the key. */
  byte code() {
    return code;
  }

  static SignatureType of(byte code) throws FormatException {
    for (SignatureType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new FormatException(
        "keys of type " + code + " are not known; 1 (Ed25519) and 4 (cosignature) are");
  }

  /** What a witness signs: the time in seconds since 1970, then the checkpoint's text. */
  static byte[] cosigned(long timeSeconds, String text) {
    return Text.utf8("cosignature/v1\ntime " + timeSeconds + "\n" + text);
  }
}
