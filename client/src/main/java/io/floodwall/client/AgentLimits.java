package io.floodwall.client;

import io.floodwall.core.admission.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an {@link AgentClient}, each with a default in {@link #DEFAULTS}.
 *
 * @param pendingMax how many proposals may be open at once; beyond it {@code propose} throws
 * @param answerTimeoutMs how long one sending of an intent is watched
 * @param outcomeTimeoutMs how much longer an intent in force is watched by whoever waits for its
 *     outcome
 * @param retriesMax how often an intent that was refused for rate or backpressure is sent again; 0,
 *     the default, leaves it to the caller, because an agent that is held back had better think
 *     again about what it still wants
 * @param retryTimeMaxMs how long after it was proposed an intent may still be sent again
 * @param backpressureWaitMs how long to wait after {@code BACKPRESSURE}, which has no retry-after;
 *     doubled at each further retry
 * @param followDuplicates whether a {@code DUPLICATE} becomes the fate of the first record; else it
 *     is a refusal like any other
 * @param closeTimeoutMs how long {@code close} may take
 */
public record AgentLimits(
    int pendingMax,
    long answerTimeoutMs,
    long outcomeTimeoutMs,
    int retriesMax,
    long retryTimeMaxMs,
    long backpressureWaitMs,
    boolean followDuplicates,
    long closeTimeoutMs) {
  /** The limits of whoever sets none. */
  public static final AgentLimits DEFAULTS =
      new AgentLimits(10_000, 30_000, 600_000, 0, 60_000, 1_000, true, 10_000);

  private static final int DOUBLINGS_MAX = 16;

  public AgentLimits {
    requireAtLeast("pendingMax", pendingMax, 1);
    requireAtLeast("answerTimeoutMs", answerTimeoutMs, 1);
    requireAtLeast("outcomeTimeoutMs", outcomeTimeoutMs, 0);
    requireAtLeast("retriesMax", retriesMax, 0);
    requireAtLeast("retryTimeMaxMs", retryTimeMaxMs, 0);
    requireAtLeast("backpressureWaitMs", backpressureWaitMs, 1);
    requireAtLeast("closeTimeoutMs", closeTimeoutMs, 1);
  }

  public AgentLimits withPendingMax(int count) {
    return new AgentLimits(
        count,
        answerTimeoutMs,
        outcomeTimeoutMs,
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        followDuplicates,
        closeTimeoutMs);
  }

  public AgentLimits withAnswerTimeoutMs(long ms) {
    return new AgentLimits(
        pendingMax,
        ms,
        outcomeTimeoutMs,
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        followDuplicates,
        closeTimeoutMs);
  }

  public AgentLimits withOutcomeTimeoutMs(long ms) {
    return new AgentLimits(
        pendingMax,
        answerTimeoutMs,
        ms,
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        followDuplicates,
        closeTimeoutMs);
  }

  /**
   * Retries on: at most {@code count} of them, none later than {@code withinMs} after proposing.
   */
  public AgentLimits withRetries(int count, long withinMs) {
    return new AgentLimits(
        pendingMax,
        answerTimeoutMs,
        outcomeTimeoutMs,
        count,
        withinMs,
        backpressureWaitMs,
        followDuplicates,
        closeTimeoutMs);
  }

  public AgentLimits withBackpressureWaitMs(long ms) {
    return new AgentLimits(
        pendingMax,
        answerTimeoutMs,
        outcomeTimeoutMs,
        retriesMax,
        retryTimeMaxMs,
        ms,
        followDuplicates,
        closeTimeoutMs);
  }

  public AgentLimits withFollowDuplicates(boolean follow) {
    return new AgentLimits(
        pendingMax,
        answerTimeoutMs,
        outcomeTimeoutMs,
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        follow,
        closeTimeoutMs);
  }

  public AgentLimits withCloseTimeoutMs(long ms) {
    return new AgentLimits(
        pendingMax,
        answerTimeoutMs,
        outcomeTimeoutMs,
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        followDuplicates,
        ms);
  }

  /** In how many milliseconds a refused intent is sent again after so many sendings, or null. */
  @Nullable Long againInMs(Refusal refusal, int attempt, long sinceFirstSentMs) {
    Long waitMs =
        switch (refusal.reason()) {
          case RATE_LIMITED -> refusal.retryAfterMs();
          case BACKPRESSURE -> backpressureWaitMs << Math.min(attempt - 1, DOUBLINGS_MAX);
          default -> null;
        };
    boolean mayRetry =
        waitMs != null && attempt <= retriesMax && waitMs <= retryTimeMaxMs - sinceFirstSentMs;
    return mayRetry ? waitMs : null;
  }

  private static void requireAtLeast(String name, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", got " + value);
    }
  }
}
