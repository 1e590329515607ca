package io.floodwall.app.deployer;

import io.floodwall.client.Delivery;
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
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A first attempt at an admitted decision, whose report is written at once. */
record HeldDelivery(Decision decision, Hash digest, int attempt) implements Delivery {

  static HeldDelivery of(String agent, String id, Action action) {
    Intent intent = Intent.of(agent, id, action, Priority.NORMAL, BlastRadius.CELL);
    var facts = new AdmissionFacts(2, 7, 6, 1, new TokenBucket(1, 0, 0), 0, 1, 1, null);
    var ruling =
        new Ruling(
            Verdict.ADMIT, Reason.ADMITTED, null, List.of(), Priority.NORMAL, BlastRadius.CELL);
    var decision = new Decision(intent, facts, ruling, "floodwall.admitted", null, 5, 1);
    return new HeldDelivery(
        decision, Hash.sha256((agent + "/" + id).getBytes(StandardCharsets.UTF_8)), 1);
  }

  static HeldDelivery on(String resource, int id) {
    return of("agent", Integer.toString(id), new Action.Destroy(resource));
  }

  @Override
  public boolean isRepeat() {
    return attempt > 1;
  }

  /** What a deployer says of it. */
  Outcome outcome(Result result, @Nullable Integer exitCode, String evidence) {
    return new Outcome(
        decision.intent().tenant(),
        decision.intent().agent(),
        decision.intent().id(),
        digest,
        decision.facts().sourcePartition(),
        decision.facts().sourceOffset(),
        decision.decisionSeq(),
        attempt,
        result,
        "d1",
        exitCode,
        evidence,
        1_767_225_600_000L);
  }

  @Override
  public CompletableFuture<Outcome> report(
      Result result, @Nullable Integer exitCode, String evidence) {
    return CompletableFuture.completedFuture(outcome(result, exitCode, evidence));
  }
}
