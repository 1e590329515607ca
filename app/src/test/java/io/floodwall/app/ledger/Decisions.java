package io.floodwall.app.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions as a gate makes them, one a second. */
final class Decisions {
  static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");

  private static final List<String> AGENTS = List.of("deployer", "autoscaler", "chaos-monkey");

  private Decisions() {}

  /**
   * The decision with this number: on the intent at that offset, admitted, deferred or rejected in
   * turn.
   */
  static Decision numbered(int partition, long decisionSeq, long offset) {
    int turn = (int) (decisionSeq % 3);
    Intent intent =
        Intent.of(
            AGENTS.get(turn),
            Long.toString(offset),
            new Action.Scale("web", decisionSeq),
            Priority.NORMAL,
            BlastRadius.CELL);
    Verdict verdict = List.of(Verdict.ADMIT, Verdict.DEFER, Verdict.REJECT).get(turn);
    return of(intent, partition, decisionSeq, offset, verdict, turn == 0 ? null : "because");
  }

  static Decision of(
      Intent intent,
      int partition,
      long decisionSeq,
      long offset,
      Verdict verdict,
      @Nullable String text) {
    long decidedMs = T0.plusSeconds(decisionSeq).toEpochMilli();
    var facts =
        new AdmissionFacts(
            partition,
            offset,
            offset - 1,
            decidedMs - 20,
            new TokenBucket(1_500_000L + decisionSeq, 3, decidedMs - 20),
            0,
            decidedMs - 15,
            decidedMs - 10,
            new AdmissionFacts.ControlRef("valve", 0));
    Reason reason = verdict == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
    var said = List.of(new Ruling.Said("resource-allowlist", verdict, text));
    return new Decision(
        intent,
        facts,
        new Ruling(verdict, reason, text, said, intent.priority(), intent.blast()),
        "floodwall." + verdict.label(),
        new Decision.BundleRef(1, Hash.sha256(new byte[] {1})),
        decisionSeq,
        decidedMs);
  }
}
