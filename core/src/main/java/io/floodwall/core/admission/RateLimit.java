package io.floodwall.core.admission;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What one agent may do: a burst of tokens, refilled by so many per period.
 *
 * <p>Tokens are counted in millionths and what a refill leaves over is carried as a remainder, so
 * no rounding is ever gained or lost however the clock is sliced. The unit of time is the caller's:
 * milliseconds in the streams, ticks in the in-memory wall.
 *
 * @param burstMicros what a full bucket holds, in millionths of a token
 * @param refillMicros what a period adds, in millionths of a token
 * @param period the length of a period, at least 1
 * @param reanchorAfter a step back of the clock by more than this moves the bucket to the new time,
 *     refilling nothing
 */
public record RateLimit(long burstMicros, long refillMicros, long period, long reanchorAfter) {
  /** Millionths in a token. */
  public static final long MICROS = 1_000_000L;

  /** The largest burst or refill kept, in millionths; more can never be told apart from it. */
  public static final long MICROS_MAX = Long.MAX_VALUE / 4;

  /** {@link TokenBucket.Take#retryAfter} when no wait will bring a token. */
  public static final long NEVER = Long.MAX_VALUE;

  public RateLimit {
    if (burstMicros < 0 || refillMicros < 0) {
      throw new IllegalArgumentException("burst and refill must not be negative");
    }
    if (period < 1) {
      throw new IllegalArgumentException("the refill period must be at least 1");
    }
    burstMicros = Math.min(burstMicros, MICROS_MAX);
    refillMicros = Math.min(refillMicros, burstMicros);
    if (refillMicros > 0 && period > Long.MAX_VALUE / 2 / refillMicros) {
      throw new IllegalArgumentException("refill x period is too large: use a shorter period");
    }
  }

  /** Whole tokens: {@code burst} at once, {@code refill} more every {@code period}. */
  public static RateLimit perPeriod(long burst, long refill, long period, long reanchorAfter) {
    return new RateLimit(wholeTokens(burst), wholeTokens(refill), period, reanchorAfter);
  }

  /**
   * The seed's limit: decimal tokens and tokens per tick, taken to six places, and a clock that is
   * never re-anchored.
   */
  public static RateLimit perTick(BigDecimal burst, BigDecimal refill) {
    return new RateLimit(micros(burst), micros(refill), 1, Long.MAX_VALUE);
  }

  private static long wholeTokens(long tokens) {
    return tokens > MICROS_MAX / MICROS ? MICROS_MAX : tokens * MICROS;
  }

  private static long micros(BigDecimal tokens) {
    if (tokens.signum() < 0) {
      throw new IllegalArgumentException("burst and refill must not be negative");
    }
    if (tokens.signum() == 0 || (long) tokens.precision() - tokens.scale() < -6) {
      return 0; // below a millionth; never expanded, whatever the exponent
    }
    if ((long) tokens.precision() - tokens.scale() > 13) {
      return MICROS_MAX;
    }
    return tokens.setScale(6, RoundingMode.DOWN).movePointRight(6).longValueExact();
  }
}
