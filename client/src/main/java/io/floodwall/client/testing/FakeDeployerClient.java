package io.floodwall.client.testing;

import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.FencedException;
import io.floodwall.client.HandOut;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.core.outcome.Standing;
import io.floodwall.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A deployer's client in memory, for tests of whoever embeds one: the test admits intents, ends the
 * deployer where it hurts, and reads what was reported.
 *
 * <p>{@link Delivery#receipt()} is empty, as with {@link io.floodwall.client.Proof#HEAD}: there is
 * no ledger here that a receipt could prove anything of. Whoever keeps receipts must do without one
 * in such a test.
 *
 * <p>It never waits: {@link #poll} answers at once whatever its timeout. Reports may come from any
 * thread, all else belongs to one.
 */
public final class FakeDeployerClient implements DeployerClient {
  private static final String GONE = "its deployer ended before it reported";

  private final Predicate<Action> idempotent;
  private final HandOut.By by =
      new HandOut.By("fake", Clock.fixed(Instant.ofEpochMilli(FakeWall.START_MS), ZoneOffset.UTC));
  private final Map<Hash, Decision> admitted = new LinkedHashMap<>();
  private final Map<Hash, Outcome> standing = new HashMap<>();
  private final Set<Hash> handedOut = new LinkedHashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Queue<HandOut.Report> reports = new ConcurrentLinkedQueue<>();
  private final AtomicInteger life = new AtomicInteger();
  private long inForceThrough = -1;
  private boolean ledgerStands;
  private boolean fenced;

  /** A client that repeats what {@link Action#isIdempotent} says may be repeated. */
  public FakeDeployerClient() {
    this(Action::isIdempotent);
  }

  /** A client that repeats what {@code idempotent} says may be repeated. */
  public FakeDeployerClient(Predicate<Action> idempotent) {
    this.idempotent = idempotent;
  }

  /** Admits it; the decision is in force unless the ledger stands. Answers its digest. */
  public Hash admit(Intent intent) {
    long seq = admitted.size();
    var facts =
        new AdmissionFacts(
            0,
            seq,
            seq - 1,
            FakeWall.START_MS,
            new TokenBucket(1, 0, FakeWall.START_MS),
            0,
            FakeWall.START_MS,
            FakeWall.START_MS,
            null);
    var ruling =
        new Ruling(
            Verdict.ADMIT, Reason.ADMITTED, null, List.of(), intent.priority(), intent.blast());
    String topic = new Topics(Topics.DEFAULT_PREFIX).admitted();
    var decision = new Decision(intent, facts, ruling, topic, null, seq, FakeWall.START_MS);
    Hash digest = FakeAttempts.digest(decision);
    admitted.put(digest, decision);
    if (!ledgerStands) {
      inForceThrough = seq;
    }
    return digest;
  }

  /** What is admitted from now on is not in force. */
  public void stopLedger() {
    ledgerStands = true;
  }

  /** All that is admitted is in force. */
  public void startLedger() {
    ledgerStands = false;
    inForceThrough = admitted.size() - 1L;
  }

  /**
   * The deployer ends here and is started again: what it has not written is lost, and what was open
   * is handed out again or becomes unknown. A report of an earlier life is refused.
   */
  public void crash() {
    life.incrementAndGet();
    refuse();
    for (Hash digest : List.copyOf(handedOut)) {
      Outcome open = standing.get(digest);
      if (open != null && open.result() == Result.STARTED) {
        if (idempotent.test(admitted.get(digest).intent().action())) {
          handedOut.remove(digest);
        } else {
          write(by.closing(open, Result.UNKNOWN, GONE));
        }
      }
    }
  }

  /** Another deployer of the same name takes over: the next poll says so. */
  public void fence() {
    fenced = true;
  }

  /** All that is on the log, in order. */
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** What stands of a decision, or null when nobody has started it. */
  public @Nullable Outcome outcome(Hash decision) {
    return standing.get(decision);
  }

  @Override
  public List<Delivery> poll(int max, Duration timeout) {
    if (fenced) {
      refuse();
      throw new FencedException("another deployer took over from " + by.name());
    }
    writeReports();
    var next = new ArrayList<Delivery>();
    for (Map.Entry<Hash, Decision> one : admitted.entrySet()) {
      boolean ready = one.getValue().decisionSeq() <= inForceThrough;
      if (next.size() < max && ready && handedOut.add(one.getKey())) {
        next.add(handOut(one.getKey(), one.getValue()));
      }
    }
    return List.copyOf(next);
  }

  private Delivery handOut(Hash digest, Decision decision) {
    Outcome stands = standing.get(digest);
    int attempt = stands == null ? 1 : stands.attempt() + 1;
    int born = life.get();
    var handOut = new HandOut(decision, digest, attempt, by, report -> take(report, born));
    write(handOut.started());
    return handOut;
  }

  private void take(HandOut.Report report, int born) {
    reports.add(report);
    if (born != life.get()) {
      refuse();
    }
  }

  private void refuse() {
    for (HandOut.Report report = reports.poll(); report != null; report = reports.poll()) {
      report
          .written()
          .completeExceptionally(
              new FencedException("the report of " + report.outcome().decision() + " is too late"));
    }
  }

  private void writeReports() {
    for (HandOut.Report report = reports.poll(); report != null; report = reports.poll()) {
      write(report.outcome());
      if (report.outcome().result() == Result.RELEASED) {
        handedOut.remove(report.outcome().decision());
      }
      report.written().complete(report.outcome());
    }
  }

  private void write(Outcome outcome) {
    outcomes.add(outcome);
    standing.merge(outcome.decision(), outcome, Standing::after);
  }

  @Override
  public List<Outcome> unknownOutcomes() {
    return standing.values().stream()
        .filter(outcome -> outcome.result() == Result.UNKNOWN)
        .toList();
  }

  @Override
  public Outcome resolve(Hash decision, Result result, String evidence) {
    Outcome stands = standing.get(decision);
    if (!result.isSettled() || stands == null || stands.result() != Result.UNKNOWN) {
      throw new IllegalArgumentException("no unknown outcome of decision " + decision);
    }
    Outcome settled = by.closing(stands, result, evidence);
    write(settled);
    return settled;
  }

  @Override
  public void close() {
    writeReports();
  }
}
