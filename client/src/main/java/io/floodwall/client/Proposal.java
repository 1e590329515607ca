package io.floodwall.client;

import io.floodwall.core.intent.Intent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One open proposal: what was asked, who is to be told, and what is known of it so far. */
public final class Proposal {
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

  Proposal(Intent intent, Until until, FateListener listener, long nowMs, long dueMs) {
    this.until = until;
    this.listener = listener;
    this.firstSentMs = nowMs;
    this.dueMs = dueMs;
    this.fate = Fate.sent(intent, 1);
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
