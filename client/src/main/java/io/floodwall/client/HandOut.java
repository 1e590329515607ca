package io.floodwall.client;

import io.floodwall.client.Lane.Work;
import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.outcome.Evidence;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An attempt at a decision of a lane that this deployer hands out. */
final class HandOut implements Delivery {
  private final Lane lane;
  private final long offset;
  private final Work work;
  private final By by;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** Who hands out, and where the reports go. */
  record By(String name, Clock clock, Queue<Report> reports) {
    /** What closes the attempt that {@code of} is of. */
    Outcome closing(Outcome of, Result result, String evidence) {
      return HandOut.closing(of, result, name, evidence, clock.millis());
    }
  }

  /** What closes the attempt that {@code of} is of, in somebody's words. */
  static Outcome closing(Outcome of, Result result, String by, String evidence, long atMs) {
    return new Outcome(
        of.tenant(),
        of.agent(),
        of.intentId(),
        of.decision(),
        of.sourcePartition(),
        of.sourceOffset(),
        of.decisionSeq(),
        of.attempt(),
        result,
        by,
        null,
        Evidence.endOf(evidence),
        atMs);
  }

  /** What is to be written of a hand-out, and who waits for it. */
  record Report(
      Lane lane, long offset, Work work, Outcome outcome, CompletableFuture<Outcome> written) {}

  HandOut(Lane lane, long offset, Work work, By by) {
    this.lane = lane;
    this.offset = offset;
    this.work = work;
    this.by = by;
  }

  Lane lane() {
    return lane;
  }

  /** What says that it is handed out; from now on it is. */
  Outcome started() {
    work.handedOut = true;
    return outcome(Result.STARTED, null, "");
  }

  @Override
  public Decision decision() {
    return work.decision;
  }

  @Override
  public Hash digest() {
    return work.digest;
  }

  @Override
  public int attempt() {
    return work.attempt;
  }

  @Override
  public boolean isRepeat() {
    return work.attempt > 1;
  }

  @Override
  public CompletableFuture<Outcome> report(
      Result result, @Nullable Integer exitCode, String evidence) {
    if (result == Result.STARTED) {
      throw new IllegalArgumentException("STARTED is written when it is handed out");
    }
    Outcome outcome = outcome(result, exitCode, evidence);
    if (!reported.compareAndSet(false, true)) {
      throw new IllegalStateException(fencingToken() + " is reported already");
    }
    var written = new CompletableFuture<Outcome>();
    by.reports().add(new Report(lane, offset, work, outcome, written));
    return written;
  }

  private Outcome outcome(Result result, @Nullable Integer exitCode, String evidence) {
    return new Outcome(
        work.decision.intent().tenant(),
        work.decision.intent().agent(),
        work.decision.intent().id(),
        work.digest,
        lane.partition,
        work.decision.facts().sourceOffset(),
        work.decision.decisionSeq(),
        work.attempt,
        result,
        by.name(),
        exitCode,
        Evidence.endOf(evidence),
        by.clock().millis());
  }
}
