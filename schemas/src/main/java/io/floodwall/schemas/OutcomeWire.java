package io.floodwall.schemas;

import io.floodwall.core.outcome.Outcome;
import io.floodwall.wire.OutcomeResult;

/** What deployers write, between core and wire. */
final class OutcomeWire {
  private OutcomeWire() {}

  static io.floodwall.wire.Outcome toWire(Outcome outcome) {
    return new io.floodwall.wire.Outcome(
        outcome.tenant(),
        outcome.agent(),
        outcome.intentId(),
        WireNames.toWire(outcome.decision()),
        outcome.sourcePartition(),
        outcome.sourceOffset(),
        outcome.decisionSeq(),
        outcome.attempt(),
        OutcomeResult.valueOf(outcome.result().name()),
        outcome.deployer(),
        outcome.exitCode(),
        outcome.evidence(),
        outcome.atMs());
  }

  static Outcome fromWire(io.floodwall.wire.Outcome wire) {
    return new Outcome(
        wire.getTenant(),
        wire.getAgent(),
        wire.getIntentId(),
        WireNames.fromWire(wire.getDecision()),
        wire.getSourcePartition(),
        wire.getSourceOffset(),
        wire.getDecisionSeq(),
        wire.getAttempt(),
        Outcome.Result.valueOf(wire.getResult().name()),
        wire.getDeployer(),
        wire.getExitCode(),
        wire.getEvidence(),
        wire.getAtMs());
  }
}
