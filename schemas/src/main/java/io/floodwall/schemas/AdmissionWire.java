package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.IntentSignature;
import io.floodwall.core.signing.SigningMode;
import io.floodwall.wire.ControlKind;
import io.floodwall.wire.ControlRef;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What admission writes and obeys, between core and wire. */
final class AdmissionWire {
  private AdmissionWire() {}

  static io.floodwall.wire.Refusal toWire(Refusal refusal) {
    return new io.floodwall.wire.Refusal(
        refusal.agent(),
        refusal.intentId(),
        refusal.reason().name(),
        refusal.detail(),
        refusal.retryAfterMs(),
        refusal.earlierOffset(),
        refusal.depth(),
        refusal.capacity(),
        refusal.sourcePartition(),
        refusal.sourceOffset(),
        refusal.previousOffset(),
        refusal.refusedAtMs());
  }

  static Refusal fromWire(io.floodwall.wire.Refusal wire) {
    return new Refusal(
        wire.getAgent(),
        wire.getIntentId(),
        WireNames.reason(wire.getReason()),
        wire.getDetail(),
        wire.getRetryAfterMs(),
        wire.getEarlierOffset(),
        wire.getDepth(),
        wire.getCapacity(),
        wire.getSourcePartition(),
        wire.getSourceOffset(),
        wire.getPreviousOffset(),
        wire.getRefusedAtMs());
  }

  static io.floodwall.wire.Waiting toWire(Waiting waiting) {
    return new io.floodwall.wire.Waiting(
        waiting.tenant(),
        waiting.agent(),
        waiting.intentId(),
        WireNames.toWire(waiting.priority()),
        waiting.depth(),
        waiting.sourcePartition(),
        waiting.sourceOffset(),
        waiting.queuedAtMs());
  }

  static Waiting fromWire(io.floodwall.wire.Waiting wire) {
    return new Waiting(
        wire.getTenant(),
        wire.getAgent(),
        wire.getIntentId(),
        WireNames.fromWire(wire.getPriority()),
        wire.getDepth(),
        wire.getSourcePartition(),
        wire.getSourceOffset(),
        wire.getQueuedAtMs());
  }

  static io.floodwall.wire.Candidate toWire(Candidate candidate) {
    return new io.floodwall.wire.Candidate(
        IntentWire.toWire(candidate.intent()), toWire(candidate.facts()));
  }

  static Candidate fromWire(io.floodwall.wire.Candidate wire) {
    return new Candidate(IntentWire.fromWire(wire.getIntent()), fromWire(wire.getFacts()));
  }

  static io.floodwall.wire.AdmissionFacts toWire(AdmissionFacts facts) {
    AdmissionFacts.ControlRef control = facts.control();
    return new io.floodwall.wire.AdmissionFacts(
        facts.sourcePartition(),
        facts.sourceOffset(),
        facts.previousOffset(),
        facts.appendMs(),
        new io.floodwall.wire.TokenBucket(
            facts.bucket().tokensMicros(), facts.bucket().remainder(), facts.bucket().last()),
        facts.depth(),
        facts.queuedAtMs(),
        facts.releasedAtMs(),
        control == null ? null : new ControlRef(control.key(), control.offset()),
        toWire(facts.signature()));
  }

  static AdmissionFacts fromWire(io.floodwall.wire.AdmissionFacts wire) {
    io.floodwall.wire.TokenBucket bucket = wire.getBucket();
    ControlRef control = wire.getControl();
    return new AdmissionFacts(
        wire.getSourcePartition(),
        wire.getSourceOffset(),
        wire.getPreviousOffset(),
        wire.getAppendMs(),
        new TokenBucket(bucket.getTokensMicros(), bucket.getRemainder(), bucket.getLastMs()),
        wire.getDepth(),
        wire.getQueuedAtMs(),
        wire.getReleasedAtMs(),
        control == null
            ? null
            : new AdmissionFacts.ControlRef(control.getKey(), control.getOffset()),
        fromWire(wire.getSignature()));
  }

  private static io.floodwall.wire.@Nullable IntentSignature toWire(
      @Nullable IntentSignature signature) {
    return signature == null
        ? null
        : new io.floodwall.wire.IntentSignature(
            signature.topic(),
            WireNames.toWire(signature.digest()),
            signature.publicKey().asBuffer(),
            signature.signature().asBuffer());
  }

  private static @Nullable IntentSignature fromWire(
      io.floodwall.wire.@Nullable IntentSignature wire) {
    return wire == null
        ? null
        : new IntentSignature(
            wire.getTopic(),
            WireNames.fromWire(wire.getDigest()),
            bytes(wire.getPublicKey()),
            bytes(wire.getSignature()));
  }

  private static Bytes bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return Bytes.copyOf(bytes);
  }

  static io.floodwall.wire.Control toWire(Control control) {
    AgentKey key = control.agentKey();
    SigningMode mode = control.mode();
    return new io.floodwall.wire.Control(
        ControlKind.valueOf(control.kind().name()),
        control.agent(),
        control.engaged(),
        control.reason(),
        control.who(),
        control.untilMs(),
        key == null
            ? null
            : new io.floodwall.wire.AgentKey(
                key.publicKey().asBuffer(), key.validFromMs(), key.validUntilMs()),
        mode == null ? null : io.floodwall.wire.SigningMode.valueOf(mode.name()));
  }

  static Control fromWire(io.floodwall.wire.Control wire) {
    io.floodwall.wire.AgentKey key = wire.getAgentKey();
    io.floodwall.wire.SigningMode mode = wire.getMode();
    return new Control(
        Control.Kind.valueOf(wire.getKind().name()),
        wire.getAgent(),
        wire.getEngaged(),
        wire.getReason(),
        wire.getWho(),
        wire.getUntilMs(),
        key == null
            ? null
            : new AgentKey(bytes(key.getPublicKey()), key.getValidFromMs(), key.getValidUntilMs()),
        mode == null ? null : SigningMode.valueOf(mode.name()));
  }
}
