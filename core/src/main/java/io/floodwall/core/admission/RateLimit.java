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
 * @param period the length of a period, 1 to {@link #PERIOD_MAX}
 * @param reanchorAfter a step back of the clock by more than this moves the bucket to the new time,
 *     refilling nothing; read as unsigned, so {@link #NO_REANCHOR} is never passed
 */
public record RateLimit(long burstMicros, long refillMicros, long period, long reanchorAfter) {
  /** Millionths in a token. */
  public static final long MICROS = 1_000_000L;

  /** The largest burst or refill kept, in millionths: more than 10^12 tokens. */
  public static final long MICROS_MAX = Long.MAX_VALUE / 4;

  /** The longest period: so long that a wait for a whole token still fits a long. */
  public static final long PERIOD_MAX = Long.MAX_VALUE / 2 / MICROS;

  /** A {@link #reanchorAfter} that no step of a clock exceeds. */
  public static final long NO_REANCHOR = -1;

  /** {@link TokenBucket.Take#retryAfter} when no wait will bring a token. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final BigDecimal ONE_MICRO = BigDecimal.valueOf(1, 6);
  private static final BigDecimal TOKENS_MAX = BigDecimal.valueOf(MICROS_MAX, 6);

  public RateLimit {
    if (burstMicros < 0 || refillMicros < 0) {
      throw new IllegalArgumentException("burst and refill must not be negative");
    }
    if (period < 1 || period > PERIOD_MAX) {
      throw new IllegalArgumentException("the refill period must be 1.." + PERIOD_MAX);
    }
    burstMicros = Math.min(burstMicros, MICROS_MAX);
    // A refill that fills the bucket in one unit of time cannot be told apart from a larger one.
    refillMicros =
        Math.min(
            refillMicros, burstMicros > MICROS_MAX / period ? MICROS_MAX : burstMicros * period);
    if (refillMicros > 0 && period > Long.MAX_VALUE / 2 / refillMicros) {
      throw new IllegalArgumentException("refill x period is too large: use a shorter period");
    }
  }

  /** How much it allows, to be read: {@code 8, and 1 more every 1000}, in the unit of time. */
  public String inWords() {
    return tokens(burstMicros) + ", and " + tokens(refillMicros) + " more every " + period;
  }

  private static String tokens(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
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
    return new RateLimit(micros(burst), micros(refill), 1, NO_REANCHOR);
  }

  private static long wholeTokens(long tokens) {
    return tokens > MICROS_MAX / MICROS ? MICROS_MAX : tokens * MICROS;
  }

  private static long micros(BigDecimal tokens) {
    if (tokens.signum() < 0) {
      throw new IllegalArgumentException("burst and refill must not be negative");
    }
    // Compared before it is scaled, so that no exponent is ever written out.
    if (tokens.compareTo(ONE_MICRO) < 0) {
      return 0;
    }
    if (tokens.compareTo(TOKENS_MAX) >= 0) {
      return MICROS_MAX;
    }
    return tokens.setScale(6, RoundingMode.DOWN).unscaledValue().longValueExact();
  }
}
