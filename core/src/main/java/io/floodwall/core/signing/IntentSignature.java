package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Intent;
import java.util.Objects;

/**
 * A signature as it is recorded beside its intent: everything needed to verify it again.
 *
 * @param topic the topic it was signed for
 * @param digest the SHA-256 of the intent's Avro binary
 * @param publicKey the key it was verified with
 * @param signature its 64 bytes
 */
public record IntentSignature(String topic, Hash digest, Bytes publicKey, Bytes signature) {
  public IntentSignature {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(digest, "digest");
    if (publicKey.length() != Ed25519Form.KEY_BYTES
        || signature.length() != Ed25519Form.SIGNATURE_BYTES) {
      throw new IllegalArgumentException(
          "a key has 32 bytes and a signature 64, not "
              + publicKey.length()
              + " and "
              + signature.length());
    }
  }

  /** The id of the key. */
  public String keyId() {
    return AgentKey.idOf(publicKey);
  }

  /** Whether it is its key's over {@code intent}. */
  public boolean holds(Intent intent, Signatures signatures) {
    var statement =
        new SignedStatement(topic, intent.tenant(), intent.agent(), intent.id(), digest);
    return signatures.verifies(publicKey, statement.toBytes(), signature);
  }
}
