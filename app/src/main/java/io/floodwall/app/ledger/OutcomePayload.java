package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.LedgerState.Recorded;

/** An outcome: what a deployer said of one attempt at a decision. */
public record OutcomePayload(Outcome outcome) implements Payload {
  private static final int DIGITS = 12;

  @Override
  public void addTo(ObjectNode entry) {
    entry.set("outcome", json(outcome));
  }

  @Override
  public String text() {
    String tenant = outcome.tenant().equals(Intent.DEFAULT_TENANT) ? "" : outcome.tenant() + ":";
    String code = outcome.exitCode() == null ? "" : " exit " + outcome.exitCode();
    String evidence = outcome.evidence().isEmpty() ? "" : ": " + outcome.evidence().strip();
    return outcome.result().label()
        + " "
        + tenant
        + outcome.agent()
        + "/"
        + outcome.intentId()
        + " decision "
        + outcome.decision().hex().substring(0, DIGITS)
        + " attempt "
        + outcome.attempt()
        + " by "
        + outcome.deployer()
        + code
        + evidence;
  }

  @Override
  public boolean isOf(String agent) {
    return outcome.agent().equals(agent);
  }

  @Override
  public void foldInto(LedgerState state, Recorded at) {
    state.outcome(at, outcome);
  }

  /** All of its fields. */
  public static ObjectNode json(Outcome outcome) {
    return Json.object()
        .put("tenant", outcome.tenant())
        .put("agent", outcome.agent())
        .put("id", outcome.intentId())
        .put("decision", outcome.decision().hex())
        .put("source_partition", outcome.sourcePartition())
        .put("source_offset", outcome.sourceOffset())
        .put("decision_seq", outcome.decisionSeq())
        .put("attempt", outcome.attempt())
        .put("result", outcome.result().label())
        .put("deployer", outcome.deployer())
        .put("exit_code", outcome.exitCode())
        .put("evidence", outcome.evidence())
        .put("at", Where.time(outcome.atMs()));
  }
}
