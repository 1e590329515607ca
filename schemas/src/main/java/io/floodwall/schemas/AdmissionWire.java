package io.floodwall.schemas;

import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.signing.IntentSignature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What admission writes, on the wire. */
final class AdmissionWire {
  static final Layout<Candidate> CANDIDATE =
      new Layout<>(AdmissionWire::readCandidate, AdmissionWire::write);
  static final Layout<Refusal> REFUSAL =
      new Layout<>(AdmissionWire::readRefusal, AdmissionWire::write);
  static final Layout<Waiting> WAITING =
      new Layout<>(AdmissionWire::readWaiting, AdmissionWire::write);

  private AdmissionWire() {}

  static AdmissionFacts readFacts(WireDecoder in) throws IOException {
    return new AdmissionFacts(
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        new TokenBucket(in.readLong(), in.readLong(), in.readLong()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readControl(in),
        readSignature(in));
  }

  static void write(AdmissionFacts facts, WireEncoder out) {
    out.writeInt(facts.sourcePartition());
    out.writeLong(facts.sourceOffset());
    out.writeLong(facts.previousOffset());
    out.writeLong(facts.appendMs());
    out.writeLong(facts.bucket().tokensMicros());
    out.writeLong(facts.bucket().remainder());
    out.writeLong(facts.bucket().last());
    out.writeLong(facts.depth());
    out.writeLong(facts.queuedAtMs());
    out.writeLong(facts.releasedAtMs());
    write(facts.control(), out);
    write(facts.signature(), out);
  }

  private static Candidate readCandidate(WireDecoder in) throws IOException {
    return new Candidate(IntentWire.read(in), readFacts(in));
  }

  private static void write(Candidate candidate, WireEncoder out) {
    IntentWire.write(candidate.intent(), out);
    write(candidate.facts(), out);
  }

  private static Refusal readRefusal(WireDecoder in) throws IOException {
    return new Refusal(
        in.readString(),
        in.readOptionalString(),
        WireTypes.readReason(in),
        in.readString(),
        in.readOptionalLong(),
        in.readOptionalLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static void write(Refusal refusal, WireEncoder out) {
    out.writeString(refusal.agent());
    out.writeOptional(refusal.intentId());
    WireTypes.write(refusal.reason(), out);
    out.writeString(refusal.detail());
    out.writeOptional(refusal.retryAfterMs());
    out.writeOptional(refusal.earlierOffset());
    out.writeLong(refusal.depth());
    out.writeLong(refusal.capacity());
    out.writeInt(refusal.sourcePartition());
    out.writeLong(refusal.sourceOffset());
    out.writeLong(refusal.previousOffset());
    out.writeLong(refusal.refusedAtMs());
  }

  private static Waiting readWaiting(WireDecoder in) throws IOException {
    return new Waiting(
        in.readString(),
        in.readString(),
        in.readString(),
        WireTypes.PRIORITY.read(in),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }

  private static void write(Waiting waiting, WireEncoder out) {
    out.writeString(waiting.tenant());
    out.writeString(waiting.agent());
    out.writeString(waiting.intentId());
    WireTypes.PRIORITY.write(waiting.priority(), out);
    out.writeLong(waiting.depth());
    out.writeInt(waiting.sourcePartition());
    out.writeLong(waiting.sourceOffset());
    out.writeLong(waiting.queuedAtMs());
  }

  private static AdmissionFacts.@Nullable ControlRef readControl(WireDecoder in)
      throws IOException {
    return in.readPresence() ? new AdmissionFacts.ControlRef(in.readString(), in.readLong()) : null;
  }

  private static void write(AdmissionFacts.@Nullable ControlRef control, WireEncoder out) {
    out.writePresence(control != null);
    if (control != null) {
      out.writeString(control.key());
      out.writeLong(control.offset());
    }
  }

  private static @Nullable IntentSignature readSignature(WireDecoder in) throws IOException {
    return in.readPresence()
        ? new IntentSignature(in.readString(), in.readHash(), in.readBytes(), in.readBytes())
        : null;
  }

  private static void write(@Nullable IntentSignature signature, WireEncoder out) {
    out.writePresence(signature != null);
    if (signature != null) {
      out.writeString(signature.topic());
      out.writeHash(signature.digest());
      out.write(signature.publicKey());
      out.write(signature.signature());
    }
  }
}
