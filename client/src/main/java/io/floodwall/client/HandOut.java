package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.outcome.Evidence;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.tlog.Receipt;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An attempt at a decision that a deployer hands out; its report goes to whoever made it. */
public final class HandOut implements Delivery {
  private final Decision decision;
  private final Hash digest;
  private final Grounds grounds;
  private final By by;
  private final Consumer<Report> reports;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** Who hands out. */
  public record By(String name, Clock clock) {
    /** What closes the attempt that {@code of} is of. */
    public Outcome closing(Outcome of, Result result, String evidence) {
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
          name,
          null,
          Evidence.endOf(evidence),
          clock.millis());
    }
  }

  /**
   * Which attempt it is, and on what grounds.
   *
   * @param deliveries how often Kafka has given it out
   */
  record Grounds(int attempt, int deliveries, @Nullable Receipt receipt) {}

  /** What is to be written of an attempt, and who waits for it. */
  public record Report(Outcome outcome, CompletableFuture<Outcome> written) {}

  /** The attempt; {@code reports} gets its one report, from any thread. */
  public HandOut(Decision decision, Hash digest, int attempt, By by, Consumer<Report> reports) {
    this(decision, digest, new Grounds(attempt, 1, null), by, reports);
  }

  HandOut(Decision decision, Hash digest, Grounds grounds, By by, Consumer<Report> reports) {
    this.decision = decision;
    this.digest = digest;
    this.grounds = grounds;
    this.by = by;
    this.reports = reports;
  }

  /** What says that it is handed out. */
  public Outcome started() {
    return outcome(Result.STARTED, null, "");
  }

  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public Hash digest() {
    return digest;
  }

  @Override
  public int attempt() {
    return grounds.attempt();
  }

  @Override
  public int deliveries() {
    return grounds.deliveries();
  }

  @Override
  public Optional<Receipt> receipt() {
    return Optional.ofNullable(grounds.receipt());
  }

  @Override
  public boolean isRepeat() {
    return grounds.attempt() > 1;
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
    reports.accept(new Report(outcome, written));
    return written;
  }

  private Outcome outcome(Result result, @Nullable Integer exitCode, String evidence) {
    return new Outcome(
        decision.intent().tenant(),
        decision.intent().agent(),
        decision.intent().id(),
        digest,
        decision.facts().sourcePartition(),
        decision.facts().sourceOffset(),
        decision.decisionSeq(),
        grounds.attempt(),
        result,
        by.name(),
        exitCode,
        Evidence.endOf(evidence),
        by.clock().millis());
  }
}
