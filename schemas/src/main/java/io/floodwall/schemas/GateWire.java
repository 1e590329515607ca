package io.floodwall.schemas;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.wire.BundleRef;
import io.floodwall.wire.Said;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Decisions between core and wire. */
final class GateWire {
  private GateWire() {}

  static io.floodwall.wire.Decision toWire(Decision decision) {
    Decision.BundleRef bundle = decision.bundle();
    return new io.floodwall.wire.Decision(
        IntentWire.toWire(decision.intent()),
        AdmissionWire.toWire(decision.facts()),
        toWire(decision.ruling()),
        decision.topic(),
        bundle == null ? null : new BundleRef(bundle.version(), WireNames.toWire(bundle.digest())),
        decision.decisionSeq(),
        decision.decidedAtMs());
  }

  static Decision fromWire(io.floodwall.wire.Decision wire) {
    BundleRef bundle = wire.getBundle();
    return new Decision(
        IntentWire.fromWire(wire.getIntent()),
        AdmissionWire.fromWire(wire.getFacts()),
        fromWire(wire.getRuling()),
        wire.getTopic(),
        bundle == null
            ? null
            : new Decision.BundleRef(bundle.getVersion(), WireNames.fromWire(bundle.getDigest())),
        wire.getDecisionSeq(),
        wire.getDecidedAtMs());
  }

  private static io.floodwall.wire.Ruling toWire(Ruling ruling) {
    var breakdown = new ArrayList<Said>(ruling.breakdown().size());
    for (var said : ruling.breakdown()) {
      breakdown.add(new Said(said.policy(), toWire(said.verdict()), said.text()));
    }
    return new io.floodwall.wire.Ruling(
        toWire(ruling.verdict()),
        ruling.reason().name(),
        ruling.text(),
        breakdown,
        WireNames.toWire(ruling.priority()),
        WireNames.toWire(ruling.blast()));
  }

  private static Ruling fromWire(io.floodwall.wire.Ruling wire) {
    var breakdown = new ArrayList<Ruling.Said>(wire.getBreakdown().size());
    for (var said : wire.getBreakdown()) {
      breakdown.add(new Ruling.Said(said.getPolicy(), fromWire(said.getVerdict()), said.getText()));
    }
    return new Ruling(
        WireNames.fromWire(wire.getVerdict()),
        WireNames.reason(wire.getReason()),
        wire.getText(),
        breakdown,
        WireNames.fromWire(wire.getPriority()),
        WireNames.fromWire(wire.getBlast()));
  }

  private static io.floodwall.wire.@Nullable Verdict toWire(@Nullable Verdict verdict) {
    return verdict == null ? null : WireNames.toWire(verdict);
  }

  private static @Nullable Verdict fromWire(io.floodwall.wire.@Nullable Verdict verdict) {
    return verdict == null ? null : WireNames.fromWire(verdict);
  }
}
