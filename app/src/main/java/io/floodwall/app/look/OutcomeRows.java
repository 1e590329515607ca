package io.floodwall.app.look;

import io.floodwall.app.ledger.OutcomePayload;
import io.floodwall.core.outcome.Outcome;
import java.util.List;

/** How deployers' outcomes are listed. */
final class OutcomeRows {
  static final List<Column> COLUMNS =
      Column.of(
          "DECISION",
          "AGENT",
          "ID",
          "ATTEMPT",
          "RESULT",
          "DEPLOYER",
          "EXIT",
          "AGE",
          "EVIDENCE",
          "[TENANT]",
          "[PARTITION]",
          "[OFFSET]");

  /** How much of a digest is shown; as much names one in {@code deploy --resolve}. */
  static final int DIGEST_CHARS = 12;

  private OutcomeRows() {}

  static Row row(Outcome outcome, long nowMs) {
    String digest = outcome.decision().hex();
    return new Row(
        "outcome/" + digest + "/" + outcome.attempt() + "/" + outcome.result().label(),
        OutcomePayload.json(outcome),
        List.of(
            digest.substring(0, DIGEST_CHARS),
            outcome.agent(),
            outcome.intentId(),
            Integer.toString(outcome.attempt()),
            outcome.result().name(),
            outcome.deployer(),
            outcome.exitCode() == null ? "" : Integer.toString(outcome.exitCode()),
            Ages.of(outcome.atMs(), nowMs),
            outcome.evidence(),
            outcome.tenant(),
            Integer.toString(outcome.sourcePartition()),
            Long.toString(outcome.sourceOffset())));
  }
}
