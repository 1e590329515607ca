package io.floodwall.schemas;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decisions on the wire. */
final class GateWire {
  static final Layout<Decision> DECISION = new Layout<>(GateWire::read, GateWire::write);

  private GateWire() {}

  private static Decision read(WireDecoder in) throws IOException {
    return new Decision(
        IntentWire.read(in),
        AdmissionWire.readFacts(in),
        readRuling(in),
        in.readString(),
        readBundle(in),
        in.readLong(),
        in.readLong());
  }

  private static void write(Decision decision, WireEncoder out) {
    IntentWire.write(decision.intent(), out);
    AdmissionWire.write(decision.facts(), out);
    write(decision.ruling(), out);
    out.writeString(decision.topic());
    write(decision.bundle(), out);
    out.writeLong(decision.decisionSeq());
    out.writeLong(decision.decidedAtMs());
  }

  private static Ruling readRuling(WireDecoder in) throws IOException {
    return new Ruling(
        WireTypes.VERDICT.read(in),
        WireTypes.readReason(in),
        in.readOptionalString(),
        in.readList(GateWire::readSaid),
        WireTypes.PRIORITY.read(in),
        WireTypes.BLAST.read(in));
  }

  private static void write(Ruling ruling, WireEncoder out) {
    WireTypes.VERDICT.write(ruling.verdict(), out);
    WireTypes.write(ruling.reason(), out);
    out.writeOptional(ruling.text());
    out.writeList(ruling.breakdown(), GateWire::write);
    WireTypes.PRIORITY.write(ruling.priority(), out);
    WireTypes.BLAST.write(ruling.blast(), out);
  }

  private static Ruling.Said readSaid(WireDecoder in) throws IOException {
    return new Ruling.Said(
        in.readString(), WireTypes.VERDICT.readOptional(in), in.readOptionalString());
  }

  private static void write(Ruling.Said said, WireEncoder out) {
    out.writeString(said.policy());
    WireTypes.VERDICT.writeOptional(said.verdict(), out);
    out.writeOptional(said.text());
  }

  private static Decision.@Nullable BundleRef readBundle(WireDecoder in) throws IOException {
    return in.readPresence() ? new Decision.BundleRef(in.readLong(), in.readHash()) : null;
  }

  private static void write(Decision.@Nullable BundleRef bundle, WireEncoder out) {
    out.writePresence(bundle != null);
    if (bundle != null) {
      out.writeLong(bundle.version());
      out.writeHash(bundle.digest());
    }
  }
}
