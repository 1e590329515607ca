package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One open proposal: what was asked, who is to be told, and what is known of it so far. */
public final class Proposal {
  /** The most outcomes that are kept until the decision is in force. */
  private static final int AHEAD_MAX = 64;

  final Until until;
  final FateListener listener;
  final long firstSentMs;
  final CompletableFuture<Fate> future = new CompletableFuture<>();

  Fate fate;

  /** The place whose answers are awaited: its own, or that of the first of a duplicate. */
  @Nullable IntentPlace watching;

  /** When it is given up, or sent again. */
  long dueMs;

  boolean isToBeSentAgain;

  /** Whether it is watched for longer, until its outcome. */
  boolean isExtended;

  /** What its attempts are known by, once it is decided. */
  @Nullable Hash digest;

  /** Outcomes heard before their decision was in force. */
  final List<Outcome> ahead = new ArrayList<>();

  Proposal(Intent intent, Until until, FateListener listener, long nowMs, long dueMs) {
    this.until = until;
    this.listener = listener;
    this.firstSentMs = nowMs;
    this.dueMs = dueMs;
    this.fate = Fate.sent(intent, 1);
  }

  /**
   * Takes what a deployer said; answers whether that changes anything. Whoever acts has seen the
   * decision in force; here that may be heard later than the report.
   */
  boolean isChangedBy(Outcome outcome) {
    if (!fate.inForce()) {
      if (ahead.size() < AHEAD_MAX) {
        ahead.add(outcome);
      }
      return false;
    }
    boolean changes =
        outcome.decision().equals(digest) && Standing.takesEffect(fate.outcome(), outcome);
    if (changes) {
      fate = fate.attempted(outcome);
    }
    return changes;
  }

  /** What is proposed. */
  public Intent intent() {
    return fate.intent();
  }

  /** Completes with its fate. */
  public CompletableFuture<Fate> future() {
    return future;
  }
}
