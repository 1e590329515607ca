package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
  @Nested
  class Decimals {
    @ParameterizedTest
    @CsvSource({
      "0, 0",
      "-0.0, 0",
      "1, 1000000",
      "0.5, 500000",
      "0.333333333, 333333",
      "0.0000019, 1",
      "0.00000099, 0",
      "1e-999999999, 0",
      "0e999999999, 0",
      "8.000000, 8000000",
      "12E3, 12000000000",
      "2305843009213.693950, 2305843009213693950",
      "2305843009213.693951, 2305843009213693951",
      "2305843009213.693952, 2305843009213693951",
      "9999999999999, 2305843009213693951",
      "18446744073709551615, 2305843009213693951",
      "1e999999999, 2305843009213693951"
    })
    void areTakenToSixPlacesAndClampedToTheMost(String tokens, long micros) {
      var limit = RateLimit.perTick(new BigDecimal(tokens), BigDecimal.ZERO);
      assertThat(limit.burstMicros()).isEqualTo(micros);
      assertThat(RateLimit.perTick(new BigDecimal("1e18"), new BigDecimal(tokens)).refillMicros())
          .isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.000000001", "-1e-999999999", "-1e999999999"})
    void areNeverNegative(String tokens) {
      assertThatThrownBy(() -> RateLimit.perTick(new BigDecimal(tokens), BigDecimal.ONE))
          .hasMessage("burst and refill must not be negative");
      assertThatThrownBy(() -> RateLimit.perTick(BigDecimal.ONE, new BigDecimal(tokens)))
          .hasMessage("burst and refill must not be negative");
    }
  }

  @Nested
  class WholeTokens {
    @Test
    void areMillionths() {
      var limit = RateLimit.perPeriod(8, 2, 1_000, 5_000);
      assertThat(limit.burstMicros()).isEqualTo(8_000_000);
      assertThat(limit.refillMicros()).isEqualTo(2_000_000);
      assertThat(limit.period()).isEqualTo(1_000);
    }

    @Test
    void aRefillLargerThanTheBurstIsKept() {
      assertThat(RateLimit.perPeriod(8, 100, 1_000, 5_000).refillMicros()).isEqualTo(100_000_000);
    }

    @Test
    void aRefillThatFillsTheBucketInOneUnitOfTimeIsAsGoodAsAnyLarger() {
      assertThat(RateLimit.perPeriod(8, Long.MAX_VALUE, 1_000, 5_000))
          .isEqualTo(RateLimit.perPeriod(8, 8_000, 1_000, 5_000));
      assertThat(RateLimit.perPeriod(8, 9, 1, 0)).isEqualTo(RateLimit.perPeriod(8, 8, 1, 0));
    }

    @Test
    void hugeBurstsAreClamped() {
      assertThat(RateLimit.perPeriod(Long.MAX_VALUE, 0, 1, 0).burstMicros())
          .isEqualTo(RateLimit.MICROS_MAX);
    }
  }

  @Nested
  class Refused {
    @Test
    void negativeAmounts() {
      assertThatThrownBy(() -> new RateLimit(-1, 0, 1, 0)).hasMessageContaining("not be negative");
      assertThatThrownBy(() -> new RateLimit(0, -1, 1, 0)).hasMessageContaining("not be negative");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, RateLimit.PERIOD_MAX + 1, Long.MAX_VALUE})
    void aPeriodOutOfRange(long period) {
      assertThatThrownBy(() -> new RateLimit(1, 1, period, 0))
          .hasMessage("the refill period must be 1.." + RateLimit.PERIOD_MAX);
    }

    @Test
    void aRefillAndPeriodWhoseProductOverflows() {
      assertThatThrownBy(() -> RateLimit.perPeriod(1L << 40, 1L << 40, 1L << 30, 0))
          .hasMessageContaining("use a shorter period");
    }
  }
}
