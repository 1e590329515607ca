package io.floodwall.core.admission;

/**
 * The level of one agent's bucket at one moment (a token bucket in the sense of RFC 2697, counted
 * in millionths).
 *
 * @param tokensMicros what it holds, 0 to the burst
 * @param remainder what the last refill left over, in (millionths x time) / period: less than the
 *     period
 * @param last the time it was last refilled to; never goes back, save by re-anchoring
 */
public record TokenBucket(long tokensMicros, long remainder, long last) {

  /** A bucket nobody has taken from: full. It is the default, so it need not be stored. */
  public static TokenBucket full(RateLimit limit, long now) {
    return new TokenBucket(limit.burstMicros(), 0, now);
  }

  /** An empty bucket: what a budget starts from when nothing is known of the past. */
  public static TokenBucket empty(long now) {
    return new TokenBucket(0, 0, now);
  }

  /**
   * What trying to take a token gave.
   *
   * @param retryAfter the shortest wait, from the moment of the take, after which a token is there;
   *     0 when one was taken, {@link RateLimit#NEVER} when no wait will do
   */
  public record Take(TokenBucket bucket, boolean taken, long retryAfter) {}

  /** Refills to {@code now} and takes one token if there is one. */
  public Take take(RateLimit limit, long now) {
    TokenBucket filled = refilledTo(limit, now);
    if (filled.tokensMicros >= RateLimit.MICROS) {
      return new Take(
          new TokenBucket(filled.tokensMicros - RateLimit.MICROS, filled.remainder, filled.last),
          true,
          0);
    }
    return new Take(filled, false, filled.waitForToken(limit, now));
  }

  /**
   * The bucket as it stands at {@code now}. A clock that stands still or goes back refills nothing,
   * and what a lowered burst no longer holds is lost.
   *
   * <p>Elapsed time is read as unsigned, so any two longs in order are a valid pair of times.
   */
  public TokenBucket refilledTo(RateLimit limit, long now) {
    if (tokensMicros > limit.burstMicros()) {
      return full(limit, last).refilledTo(limit, now);
    }
    if (now <= last) {
      boolean farBack = Long.compareUnsigned(last - now, limit.reanchorAfter()) > 0;
      return farBack ? new TokenBucket(tokensMicros, 0, now) : this;
    }
    long elapsed = now - last;
    long missing = limit.burstMicros() - tokensMicros;
    if (missing == 0 || limit.refillMicros() == 0) {
      return new TokenBucket(tokensMicros, missing == 0 ? 0 : remainder, now);
    }
    long periods = 0;
    long rest = elapsed;
    if (Long.compareUnsigned(elapsed, limit.period()) >= 0) {
      periods = Long.divideUnsigned(elapsed, limit.period());
      rest = elapsed - periods * limit.period();
      if (Long.compareUnsigned(periods, missing / limit.refillMicros()) > 0) {
        return full(limit, now);
      }
    }
    long part = rest * limit.refillMicros() + remainder;
    long carried = part / limit.period();
    long gained = periods * limit.refillMicros() + carried;
    return gained >= missing
        ? full(limit, now)
        : new TokenBucket(tokensMicros + gained, part - carried * limit.period(), now);
  }

  /** Whether nothing is lost by forgetting the bucket: it would be full at {@code now}. */
  public boolean isFullAt(RateLimit limit, long now) {
    return refilledTo(limit, now).tokensMicros == limit.burstMicros();
  }

  private long waitForToken(RateLimit limit, long now) {
    if (limit.refillMicros() == 0 || limit.burstMicros() < RateLimit.MICROS) {
      return RateLimit.NEVER;
    }
    long missing = RateLimit.MICROS - tokensMicros;
    long wholePeriods = missing / limit.refillMicros();
    long rest = missing % limit.refillMicros() * limit.period() - remainder;
    long restTime = Math.floorDiv(rest + limit.refillMicros() - 1, limit.refillMicros());
    long wait = Math.max(1, wholePeriods * limit.period() + restTime);
    long behind = last - now; // how far the clock went back, as unsigned
    return Long.compareUnsigned(behind, RateLimit.NEVER - 1 - wait) > 0
        ? RateLimit.NEVER - 1
        : behind + wait;
  }
}
