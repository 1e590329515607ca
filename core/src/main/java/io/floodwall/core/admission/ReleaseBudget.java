package io.floodwall.core.admission;

import org.jspecify.annotations.Nullable;

/**
 * How fast the waiting room may empty: a token bucket on the releasing side, or no limit at all.
 *
 * <p>It starts empty and lives in memory alone, so that a task that restarts again and again never
 * releases more than its rate. A rate of zero releases nothing.
 */
public final class ReleaseBudget {
  private final @Nullable RateLimit limit;
  private @Nullable TokenBucket bucket;

  private ReleaseBudget(@Nullable RateLimit limit) {
    this.limit = limit;
  }

  /** No limit. */
  public static ReleaseBudget unlimited() {
    return new ReleaseBudget(null);
  }

  /**
   * At most {@code perSecond} a second in the long run and {@code burst} at once; time in
   * milliseconds.
   */
  public static ReleaseBudget perSecond(long perSecond, long burst, long reanchorAfterMs) {
    return new ReleaseBudget(RateLimit.perPeriod(burst, perSecond, 1_000, reanchorAfterMs));
  }

  /** Takes one release if the budget has it. */
  public boolean tryTake(long nowMs) {
    if (limit == null) {
      return true;
    }
    TokenBucket.Take take = (bucket == null ? TokenBucket.empty(nowMs) : bucket).take(limit, nowMs);
    bucket = take.bucket();
    return take.taken();
  }
}
