package io.floodwall.core.admission;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.Ed25519Form;
import io.floodwall.core.signing.IntentSignature;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SignedStatement;
import io.floodwall.core.signing.SigningMode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything about an intent's signature that look-ups and comparisons can tell: whether one is
 * asked for, whether it is over this intent, whether its key is the agent's and counts.
 *
 * <p>The arithmetic costs a hundred times more and comes last, in {@link Admission}.
 */
public final class SigningRules {
  private final String topic;

  /** The rules of the door behind {@code topic}. */
  public SigningRules(String topic) {
    this.topic = topic;
  }

  /** The keys that operators have published. */
  public interface Keys {
    /** The last order about this key of this agent, or null. */
    @Nullable Control find(String agent, String keyId);

    /** Whether the key is some other agent's. */
    boolean isOfAnother(String agent, String keyId);
  }

  /**
   * What {@code intent} shows.
   *
   * @param headers the values of its signature headers
   * @param digest the SHA-256 of its Avro binary; asked for only when it is needed
   * @param appendMs when the broker appended it
   */
  public Credential check(
      SigningMode mode,
      List<byte[]> headers,
      Intent intent,
      Supplier<Hash> digest,
      Keys keys,
      long appendMs) {
    if (mode == SigningMode.OFF) {
      return Credential.NONE;
    }
    if (headers.isEmpty()) {
      return mode == SigningMode.CHECKED
          ? Credential.NONE
          : bad(Reason.SIGNATURE_MISSING, "agent " + intent.agent() + " must sign its intents");
    }
    if (headers.size() > 1) {
      return bad(
          Reason.SIGNATURE_MALFORMED, headers.size() + " signature headers where one is due");
    }
    SignatureHeader header;
    try {
      header = SignatureHeader.parse(headers.get(0));
    } catch (IllegalArgumentException e) {
      return bad(Reason.SIGNATURE_MALFORMED, String.valueOf(e.getMessage()));
    }
    return check(header, intent, digest.get(), keys, appendMs);
  }

  /**
   * What became of a signature by the time its intent is released, or null: a key that was revoked
   * meanwhile releases nothing more.
   */
  public Answer.@Nullable Refuse release(
      Intent intent, @Nullable IntentSignature signature, Keys keys) {
    if (signature == null) {
      return null;
    }
    Control order = keys.find(intent.agent(), signature.keyId());
    return order == null || order.engaged() ? null : revoked(order);
  }

  private Credential check(
      SignatureHeader header, Intent intent, Hash digest, Keys keys, long appendMs) {
    Credential.Bad other = other(header.statement(), intent, digest);
    if (other != null) {
      return other;
    }
    Control order = keys.find(intent.agent(), header.keyId());
    AgentKey key = order == null ? null : order.agentKey();
    if (order == null || key == null) {
      return keys.isOfAnother(intent.agent(), header.keyId())
          ? bad(Reason.KEY_OF_ANOTHER_AGENT, "key " + header.keyId() + " is not this agent's")
          : bad(Reason.UNKNOWN_KEY, "key " + header.keyId() + " was never published");
    }
    if (!order.engaged()) {
      return new Credential.Bad(revoked(order));
    }
    if (key.isBeforeItsTimeAt(appendMs)) {
      return bad(
          Reason.KEY_NOT_YET_VALID,
          "key " + key.id() + " counts from " + key.validFromMs() + ", this is " + appendMs);
    }
    if (key.isPastItsTimeAt(appendMs)) {
      return bad(
          Reason.KEY_EXPIRED,
          "key " + key.id() + " counted until " + key.validUntilMs() + ", this is " + appendMs);
    }
    return Ed25519Form.isReduced(header.signature())
        ? new Credential.Claim(
            new IntentSignature(topic, digest, key.publicKey(), header.signature()))
        : bad(Reason.SIGNATURE_MANGLED, "the signature's scalar is not below the group's order");
  }

  /** Refuses what was signed for something else. */
  private Credential.@Nullable Bad other(SignedStatement said, Intent intent, Hash digest) {
    if (!said.topic().equals(topic)) {
      return bad(Reason.SIGNED_FOR_ANOTHER_TOPIC, "signed for topic " + said.topic());
    }
    if (!said.tenant().equals(intent.tenant())
        || !said.agent().equals(intent.agent())
        || !said.id().equals(intent.id())) {
      return bad(
          Reason.SIGNED_FOR_ANOTHER_INTENT,
          "signed for " + said.tenant() + ":" + said.agent() + "/" + said.id());
    }
    return said.digest().equals(digest)
        ? null
        : bad(
            Reason.SIGNED_FOR_ANOTHER_BODY,
            "signed for a body of digest " + said.digest() + ", this one has " + digest);
  }

  private static Answer.Refuse revoked(Control order) {
    return new Answer.Refuse(
        Reason.KEY_REVOKED, "by " + order.who() + ": " + order.reason(), null, null);
  }

  private static Credential.Bad bad(Reason reason, String detail) {
    return new Credential.Bad(new Answer.Refuse(reason, detail, null, null));
  }
}
