package io.floodwall.client;

/**
 * The limits of an {@link AgentClient}, each with a default in {@link #DEFAULTS}.
 *
 * @param pendingMax how many proposals may be open at once; beyond it {@code propose} throws
 * @param answerTimeoutMs how long one sending of an intent is watched
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
    int retriesMax,
    long retryTimeMaxMs,
    long backpressureWaitMs,
    boolean followDuplicates,
    long closeTimeoutMs) {
  /** The limits of whoever sets none. */
  public static final AgentLimits DEFAULTS =
      new AgentLimits(10_000, 30_000, 0, 60_000, 1_000, true, 10_000);

  public AgentLimits {
    requireAtLeast("pendingMax", pendingMax, 1);
    requireAtLeast("answerTimeoutMs", answerTimeoutMs, 1);
    requireAtLeast("retriesMax", retriesMax, 0);
    requireAtLeast("retryTimeMaxMs", retryTimeMaxMs, 0);
    requireAtLeast("backpressureWaitMs", backpressureWaitMs, 1);
    requireAtLeast("closeTimeoutMs", closeTimeoutMs, 1);
  }

  public AgentLimits withPendingMax(int count) {
    return new AgentLimits(
        count,
        answerTimeoutMs,
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
        retriesMax,
        retryTimeMaxMs,
        backpressureWaitMs,
        followDuplicates,
        ms);
  }

  private static void requireAtLeast(String name, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", got " + value);
    }
  }
}
