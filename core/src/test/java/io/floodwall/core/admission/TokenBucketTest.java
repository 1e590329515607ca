package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long T0 = 1_000_000;

  /** 8 at once, 2 a second, re-anchored after a step back of more than 5 s; in milliseconds. */
  private static final RateLimit LIMIT = RateLimit.perPeriod(8, 2, 1_000, 5_000);

  @Nested
  class Taking {
    @Test
    void aFullBucketGivesItsBurstAndNoMore() {
      TokenBucket bucket = TokenBucket.full(LIMIT, T0);
      for (int i = 0; i < 8; i++) {
        TokenBucket.Take take = bucket.take(LIMIT, T0);
        assertThat(take.taken()).isTrue();
        assertThat(take.retryAfter()).isZero();
        bucket = take.bucket();
      }
      TokenBucket.Take refused = bucket.take(LIMIT, T0);
      assertThat(refused.taken()).isFalse();
      assertThat(refused.retryAfter()).isEqualTo(500);
      assertThat(refused.bucket()).isEqualTo(new TokenBucket(0, 0, T0));
    }

    @Test
    void whatARefillLeavesOverIsCarried() {
      var third = new RateLimit(RateLimit.MICROS, 1, 3, 0);
      TokenBucket bucket = TokenBucket.empty(T0).refilledTo(third, T0 + 1);
      assertThat(bucket).isEqualTo(new TokenBucket(0, 1, T0 + 1));
      assertThat(bucket.refilledTo(third, T0 + 3)).isEqualTo(new TokenBucket(1, 0, T0 + 3));
    }

    @Test
    void aRefillLargerThanTheBurstStillComesAtItsOwnRate() {
      var fast = RateLimit.perPeriod(1, 100, 1_000, 5_000);
      TokenBucket.Take refused = TokenBucket.empty(T0).take(fast, T0);
      assertThat(refused.retryAfter()).isEqualTo(10);
      assertThat(refused.bucket().take(fast, T0 + 10).taken()).isTrue();
    }

    @Test
    void aRateOfZeroNeverRefills() {
      var once = RateLimit.perPeriod(1, 0, 1_000, 5_000);
      TokenBucket spent = TokenBucket.full(once, T0).take(once, T0).bucket();
      TokenBucket.Take refused = spent.take(once, Long.MAX_VALUE);
      assertThat(refused.taken()).isFalse();
      assertThat(refused.retryAfter()).isEqualTo(RateLimit.NEVER);
    }

    @Test
    void aBurstBelowOneTokenNeverGivesOne() {
      var less = new RateLimit(999_999, 999_999, 1, 0);
      TokenBucket.Take refused = TokenBucket.full(less, T0).take(less, T0 + 1_000_000);
      assertThat(refused.taken()).isFalse();
      assertThat(refused.retryAfter()).isEqualTo(RateLimit.NEVER);
    }

    @Test
    void aBurstOfZeroIsAlwaysFullAndEmpty() {
      var none = RateLimit.perPeriod(0, 5, 1_000, 0);
      TokenBucket.Take refused = TokenBucket.full(none, T0).take(none, T0 + 5_000);
      assertThat(refused.taken()).isFalse();
      assertThat(refused.bucket().isFullAt(none, T0 + 5_000)).isTrue();
    }
  }

  @Nested
  class Clocks {
    private final TokenBucket half = new TokenBucket(4_000_000, 7, T0);

    @Test
    void standingStillRefillsNothing() {
      assertThat(half.refilledTo(LIMIT, T0)).isEqualTo(half);
    }

    @Test
    void goingBackRefillsNothing() {
      assertThat(half.refilledTo(LIMIT, T0 - 1)).isEqualTo(half);
      assertThat(half.refilledTo(LIMIT, T0 - 5_000)).isEqualTo(half);
    }

    @Test
    void goingBackFarReanchorsAndRefillsNothing() {
      TokenBucket moved = half.refilledTo(LIMIT, T0 - 5_001);
      assertThat(moved).isEqualTo(new TokenBucket(4_000_000, 0, T0 - 5_001));
      assertThat(moved.refilledTo(LIMIT, T0 - 4_501).tokensMicros()).isEqualTo(5_000_000);
    }

    @Test
    void theWaitCountsFromTheMomentOfTheTakeEvenIfTheClockWentBack() {
      TokenBucket spent = TokenBucket.empty(T0);
      TokenBucket.Take refused = spent.take(LIMIT, T0 - 3_000);
      assertThat(refused.retryAfter()).isEqualTo(3_500);
      assertThat(refused.bucket().take(LIMIT, T0 - 3_000 + 3_499).taken()).isFalse();
      assertThat(refused.bucket().take(LIMIT, T0 - 3_000 + 3_500).taken()).isTrue();
    }

    @Test
    void theTicksOfTheInMemoryWallAreNeverReanchored() {
      var limit = RateLimit.perTick(BigDecimal.ONE, BigDecimal.ONE);
      TokenBucket spent = TokenBucket.empty(Long.MAX_VALUE);
      assertThat(spent.refilledTo(limit, Long.MIN_VALUE)).isEqualTo(spent);
      assertThat(spent.take(limit, Long.MIN_VALUE).retryAfter()).isEqualTo(RateLimit.NEVER - 1);
    }

    @Test
    void theLongestStepForwardIsUnderstood() {
      var slow = new RateLimit(RateLimit.MICROS_MAX, 1, 8, 0);
      TokenBucket filled = TokenBucket.empty(Long.MIN_VALUE).refilledTo(slow, Long.MAX_VALUE);
      assertThat(filled).isEqualTo(new TokenBucket((1L << 61) - 1, 0, Long.MAX_VALUE));
      var exact = new RateLimit(RateLimit.MICROS_MAX, 1, 16, 0);
      filled = TokenBucket.empty(Long.MIN_VALUE).refilledTo(exact, Long.MAX_VALUE);
      assertThat(filled).isEqualTo(new TokenBucket((1L << 60) - 1, 15, Long.MAX_VALUE));
    }

    @Test
    void theLargestLimitDoesNotOverflow() {
      var most = new RateLimit(RateLimit.MICROS_MAX, RateLimit.MICROS_MAX, 1, 0);
      assertThat(TokenBucket.empty(Long.MIN_VALUE).refilledTo(most, Long.MAX_VALUE))
          .isEqualTo(TokenBucket.full(most, Long.MAX_VALUE));
      var longest = new RateLimit(RateLimit.MICROS, 1, RateLimit.PERIOD_MAX, 0);
      assertThat(TokenBucket.empty(0).take(longest, 0).retryAfter())
          .isEqualTo(RateLimit.PERIOD_MAX * RateLimit.MICROS);
    }
  }

  @Nested
  class AChangedLimit {
    private final RateLimit lowered = RateLimit.perPeriod(3, 2, 1_000, 5_000);

    @Test
    void aLoweredBurstTakesWhatIsAboveIt() {
      TokenBucket full = TokenBucket.full(LIMIT, T0);
      assertThat(full.refilledTo(lowered, T0)).isEqualTo(TokenBucket.full(lowered, T0));
      assertThat(full.refilledTo(lowered, T0 + 9)).isEqualTo(TokenBucket.full(lowered, T0 + 9));
      assertThat(full.isFullAt(lowered, T0)).isTrue();
    }

    @Test
    void aRaisedBurstFillsUp() {
      TokenBucket full = TokenBucket.full(lowered, T0);
      assertThat(full.isFullAt(LIMIT, T0)).isFalse();
      assertThat(full.isFullAt(LIMIT, T0 + 2_500)).isTrue();
    }
  }

  @Test
  void aBucketIsFullFromTheVeryMomentItsLastTokenIsBack() {
    TokenBucket spent = TokenBucket.full(LIMIT, T0).take(LIMIT, T0).bucket();
    assertThat(spent.isFullAt(LIMIT, T0 + 499)).isFalse();
    assertThat(spent.isFullAt(LIMIT, T0 + 500)).isTrue();
    assertThat(spent.refilledTo(LIMIT, T0 + 500)).isEqualTo(TokenBucket.full(LIMIT, T0 + 500));
  }
}
