package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SignedStatement;

/** An agent's hand: signs intents with one key. */
public final class IntentSigner {
  private final SecretKey secret;
  private final String keyId;

  /** The hand that holds {@code secret}. */
  public IntentSigner(SecretKey secret) {
    this.secret = secret;
    this.keyId = AgentKey.idOf(secret.publicKey().encoded());
  }

  /** The hand that holds the key of a key file; the key's name does not matter. */
  public static IntentSigner of(SignerKey key) {
    return new IntentSigner(key.secret());
  }

  /** The id of its key. */
  public String keyId() {
    return keyId;
  }

  /**
   * The header that signs {@code intent}.
   *
   * @param topic the topic it is sent to
   * @param digest the SHA-256 of its Avro binary, without the framing
   */
  public SignatureHeader sign(String topic, Intent intent, Hash digest) {
    var statement =
        new SignedStatement(topic, intent.tenant(), intent.agent(), intent.id(), digest);
    return new SignatureHeader(keyId, Bytes.copyOf(secret.sign(statement.toBytes())), statement);
  }
}
