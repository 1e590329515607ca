package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.TokenBucket;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker's own buckets and core's, which share nothing, always say the same. */
class DoorTest {
  private static final long REANCHOR_MS = 5_000;

  @Test
  void aSecondWayToCountTokensAgreesWithTheBucketsOverRandomLimitsAndClocksThatGoBack() {
    long seed = 20_261_121L;
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      long burst = random.nextInt(20);
      long refill = random.nextInt(20);
      long period = 1L + random.nextInt(1_500);
      var door = new Door(burst, refill, period);
      RateLimit limit = RateLimit.perPeriod(burst, refill, period, REANCHOR_MS);
      long now = 1_700_000_000_000L;
      TokenBucket bucket = TokenBucket.full(limit, now);
      for (int take = 0; take < 100; take++) {
        TokenBucket.Take taken = bucket.take(limit, now);
        bucket = taken.bucket();
        assertThat(door.takes("a", now))
            .as("seed %d round %d take %d", seed, round, take)
            .isEqualTo(taken.taken());
        now += random.nextInt(20) == 0 ? -random.nextInt(9_000) : random.nextInt(300);
      }
    }
  }

  @Test
  void agentsHaveBucketsOfTheirOwn() {
    var door = new Door(1, 0, 1_000);
    assertThat(door.takes("a", 0)).isTrue();
    assertThat(door.takes("a", 0)).isFalse();
    assertThat(door.takes("b", 0)).isTrue();
  }
}
