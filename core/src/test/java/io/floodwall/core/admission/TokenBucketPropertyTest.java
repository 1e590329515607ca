package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenBucketPropertyTest {
  @Provide
  Arbitrary<RateLimit> limits() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.longs().between(0, 30).map(tokens -> tokens * RateLimit.MICROS),
                Arbitraries.longs().between(0, 10_000_000_000_000L)),
            Arbitraries.oneOf(
                Arbitraries.longs().between(0, 30).map(tokens -> tokens * RateLimit.MICROS),
                Arbitraries.longs().between(0, 1_000_000_000_000L)),
            Arbitraries.oneOf(
                Arbitraries.of(1L, 3L, 1_000L), Arbitraries.longs().between(1, 1_000_000)))
        .as((burst, refill, period) -> new RateLimit(burst, refill, period, RateLimit.NO_REANCHOR))
        .withoutEdgeCases();
  }

  @Property
  void theLevelStaysBetweenZeroAndTheBurst(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(max = 40) List<@LongRange(min = -50, max = 5_000) Long> steps) {
    TokenBucket bucket = TokenBucket.full(limit, 0);
    long now = 0;
    for (long step : steps) {
      now += step;
      bucket = bucket.take(limit, now).bucket();
      assertThat(bucket.tokensMicros()).isBetween(0L, limit.burstMicros());
      assertThat(bucket.remainder()).isBetween(0L, limit.period() - 1);
    }
  }

  @Property
  void howTimeIsSlicedDoesNotMatter(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 3_000) Long> steps) {
    TokenBucket sliced = TokenBucket.empty(0);
    long now = 0;
    for (long step : steps) {
      now += step;
      sliced = sliced.refilledTo(limit, now);
    }
    assertThat(sliced).isEqualTo(TokenBucket.empty(0).refilledTo(limit, now));
  }

  @Property
  void exactFractionsGiveTheSameAnswers(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(max = 40) List<@LongRange(min = -50, max = 3_000) Long> steps) {
    TokenBucket bucket = TokenBucket.full(limit, 0);
    var reference = new Reference(limit);
    long now = 0;
    for (long step : steps) {
      now += step;
      TokenBucket.Take take = bucket.take(limit, now);
      assertThat(take.taken()).isEqualTo(reference.take(now));
      bucket = take.bucket();
      assertThat(reference.level()).isEqualTo(levelOf(bucket, limit));
    }
  }

  @Property
  void anyTwoTimesInOrderAreAStep(
      @ForAll("limits") RateLimit limit, @ForAll long one, @ForAll long other) {
    long from = Math.min(one, other);
    long to = Math.max(one, other);
    var reference = new Reference(limit);
    reference.drainAt(from);
    reference.refillTo(to);
    assertThat(reference.level())
        .isEqualTo(levelOf(TokenBucket.empty(from).refilledTo(limit, to), limit));
  }

  @Property
  void theWaitIsExact(
      @ForAll("limits") RateLimit limit,
      @ForAll @LongRange(min = 0, max = 1_000_000) long level,
      @ForAll @LongRange(min = -1_000, max = 1_000) long step) {
    var bucket = new TokenBucket(Math.min(level, limit.burstMicros()), 0, 0);
    TokenBucket.Take refused = bucket.take(limit, step);
    if (refused.taken()) {
      return;
    }
    if (refused.retryAfter() == RateLimit.NEVER) {
      assertThat(limit.refillMicros() == 0 || limit.burstMicros() < RateLimit.MICROS).isTrue();
      return;
    }
    long then = step + refused.retryAfter();
    assertThat(refused.bucket().take(limit, then).taken()).isTrue();
    assertThat(refused.bucket().take(limit, then - 1).taken()).isFalse();
  }

  private static BigInteger levelOf(TokenBucket bucket, RateLimit limit) {
    return BigInteger.valueOf(bucket.tokensMicros())
        .multiply(BigInteger.valueOf(limit.period()))
        .add(BigInteger.valueOf(bucket.remainder()));
  }

  /** The level as one whole number of (millionths x time) / period, and no other state. */
  private static final class Reference {
    private final BigInteger burst;
    private final BigInteger refill;
    private final BigInteger token;
    private BigInteger level;
    private BigInteger last = BigInteger.ZERO;

    Reference(RateLimit limit) {
      BigInteger period = BigInteger.valueOf(limit.period());
      burst = BigInteger.valueOf(limit.burstMicros()).multiply(period);
      refill = BigInteger.valueOf(limit.refillMicros());
      token = BigInteger.valueOf(RateLimit.MICROS).multiply(period);
      level = burst;
    }

    void drainAt(long now) {
      level = BigInteger.ZERO;
      last = BigInteger.valueOf(now);
    }

    void refillTo(long now) {
      BigInteger elapsed = BigInteger.valueOf(now).subtract(last).max(BigInteger.ZERO);
      level = level.add(elapsed.multiply(refill)).min(burst);
      last = last.add(elapsed);
    }

    boolean take(long now) {
      refillTo(now);
      boolean taken = level.compareTo(token) >= 0;
      level = taken ? level.subtract(token) : level;
      return taken;
    }

    BigInteger level() {
      return level;
    }
  }
}
