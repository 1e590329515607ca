package io.floodwall.schemas;

import io.floodwall.core.outcome.Outcome;
import java.io.IOException;

/** What deployers write, on the wire. */
final class OutcomeWire {
  static final Layout<Outcome> OUTCOME = new Layout<>(OutcomeWire::read, OutcomeWire::write);

  private static final WireEnum<Outcome.Result> RESULT = WireEnum.of(Outcome.Result.class);

  private OutcomeWire() {}

  private static Outcome read(WireDecoder in) throws IOException {
    return new Outcome(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readHash(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        RESULT.read(in),
        in.readString(),
        in.readPresence() ? in.readInt() : null,
        in.readString(),
        in.readLong());
  }

  private static void write(Outcome outcome, WireEncoder out) {
    out.writeString(outcome.tenant());
    out.writeString(outcome.agent());
    out.writeString(outcome.intentId());
    out.writeHash(outcome.decision());
    out.writeInt(outcome.sourcePartition());
    out.writeLong(outcome.sourceOffset());
    out.writeLong(outcome.decisionSeq());
    out.writeInt(outcome.attempt());
    RESULT.write(outcome.result(), out);
    out.writeString(outcome.deployer());
    out.writePresence(outcome.exitCode() != null);
    if (outcome.exitCode() != null) {
      out.writeInt(outcome.exitCode());
    }
    out.writeString(outcome.evidence());
    out.writeLong(outcome.atMs());
  }
}
