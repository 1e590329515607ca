package io.floodwall.admission;

import static io.floodwall.admission.Refused.rateLimited;
import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.TokenBucket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How many intents an agent may send: three at once, one more a second. */
final class RateTest {
  private final Wall wall =
      new Wall(AdmissionConfig.RATE_BURST, "3", AdmissionConfig.RATE_REFILL, "1");

  @AfterEach
  void close() {
    wall.close();
  }

  @Nested
  class Bucket {
    @Test
    void runawayAgentIsToldWhenToRetryAndTheFleetIsNotStarved() {
      wall.offer("chaos-monkey", 4).at(T0);
      wall.offer("deployer", 1).at(T0);

      wall.refused().containsExactly(rateLimited("chaos-monkey#4", 1_000));
      wall.released()
          .containsExactly("chaos-monkey#1", "chaos-monkey#2", "chaos-monkey#3", "deployer#1");
    }

    @Test
    void retryAfterTheTimeToldSucceedsAndAMillisecondEarlierDoesNot() {
      wall.offer("a", 3).at(T0);
      wall.offer("a", 1).at(T0 + 999);
      wall.offer("a", 1).at(T0 + 1_000);

      wall.refused().containsExactly(rateLimited("a#4", 1));
      wall.released().containsExactly("a#1", "a#2", "a#3", "a#5");
    }

    @Test
    void idleBucketFillsToTheBurstAndNoFurther() {
      wall.offer("a", 3).at(T0);
      wall.offer("a", 4).at(T0 + 86_400_000);

      wall.refused().containsExactly(rateLimited("a#7", 1_000));
    }

    @Test
    void refusedIntentSpendsNothing() {
      wall.offer("a", 3).at(T0);
      wall.offer("a", 100).at(T0 + 500);
      wall.offer("a", 1).at(T0 + 1_000);

      wall.refused().hasSize(100).containsOnlyOnce(rateLimited("a#103", 500));
      wall.released().endsWith("a#104");
    }

    @Test
    void partsOfATokenAreCarriedHoweverTheTimeIsSliced() {
      wall.offer("a", 3).at(T0);
      for (int ms = 1; ms < 1_000; ms++) {
        wall.offer("a", 1).at(T0 + ms);
      }
      wall.refused().hasSize(999);
      wall.offer("a", 1).at(T0 + 1_000);
      wall.refused().isEmpty();
    }
  }

  @Nested
  class Time {
    @Test
    void appendTimeCountsAndTheTasksClockDoesNot() {
      wall.offer("a", 3).at(T0);
      wall.advance(Duration.ofHours(1));
      wall.offer("a", 1).at(T0);

      wall.refused().containsExactly(rateLimited("a#4", 1_000));
    }

    @Test
    void clockThatStandsStillRefillsNothing() {
      wall.offer("a", 1_000).at(T0);
      wall.refused().hasSize(997);
    }

    @Test
    void clockThatGoesBackRefillsNothingAndIsWaitedOut() {
      wall.offer("a", 3).at(T0);
      wall.offer("a", 1).at(T0 - 5_000);
      wall.offer("a", 1).at(T0);
      wall.offer("a", 1).at(T0 + 999);
      wall.offer("a", 1).at(T0 + 1_000);

      wall.refused()
          .containsExactly(
              rateLimited("a#4", 6_000), rateLimited("a#5", 1_000), rateLimited("a#6", 1));
      wall.released().endsWith("a#7");
    }

    @Test
    void stepBackOfMoreThanFiveSecondsReanchorsTheBucketWithoutRefillingIt() {
      wall.offer("a", 3).at(T0);
      wall.offer("a", 1).at(T0 - 5_001);
      wall.offer("a", 1).at(T0 - 4_001);

      wall.refused().containsExactly(rateLimited("a#4", 1_000));
      wall.released().endsWith("a#5");
      assertThat(wall.agent("a").bucket()).isEqualTo(new TokenBucket(0, 0, T0 - 4_001));
    }

    @Test
    void futureStampFillsTheBucketOnceAndSteppingBackAddsNothing() {
      long ahead = T0 + Duration.ofMinutes(59).toMillis();
      wall.offer("a", 3).at(T0);
      wall.offer("a", 1).at(ahead);
      wall.offer("a", 3).at(T0);

      wall.refused().containsExactly(rateLimited("a#7", 1_000));
    }

    @Test
    void futureStampDoesNotFreezeTheAgent() {
      long year2099 = 4_070_908_800_000L;
      wall.offer("a", 3).at(year2099);
      wall.offer("a", 1).at(T0);
      wall.offer("a", 1).at(T0 + 1_000);

      wall.refused().containsExactly(rateLimited("a#4", 1_000));
      wall.released().endsWith("a#5");
    }

    @Test
    void stampOf1970IsATimeLikeAnyOther() {
      wall.offer("a", 4).at(0);
      wall.offer("a", 4).at(T0);

      wall.refused().containsExactly(rateLimited("a#4", 1_000), rateLimited("a#8", 1_000));
    }
  }

  @Nested
  class Zero {
    @Test
    void zeroBurstRefusesEveryIntentAndNamesNoRetry() {
      try (var shut = new Wall(AdmissionConfig.RATE_BURST, "0")) {
        shut.offer("a", 2).at(T0);
        shut.offer("a", 1).at(T0 + 86_400_000);

        shut.refused()
            .containsExactly(
                refused("a#1", Reason.RATE_LIMITED),
                refused("a#2", Reason.RATE_LIMITED),
                refused("a#3", Reason.RATE_LIMITED));
        shut.released().isEmpty();
      }
    }

    @Test
    void zeroRefillIsSpentOnceForAll() {
      try (var once = new Wall(AdmissionConfig.RATE_BURST, "1", AdmissionConfig.RATE_REFILL, "0")) {
        once.offer("a", 1).at(T0);
        once.offer("a", 1).at(T0 + 86_400_000);

        once.refused().containsExactly(refused("a#2", Reason.RATE_LIMITED));
      }
    }
  }

  @Nested
  class Refusals {
    @Test
    void saysInWordsWhatItSaysInNumbers() {
      wall.offer("a", 4).at(T0);

      assertThat(wall.refusals())
          .singleElement()
          .satisfies(
              r ->
                  assertThat(r.detail())
                      .isEqualTo(
                          "next token in 1000 ms; the bucket holds 3, and 1 more every 1000 ms"));
    }

    @Test
    void agentThatOnlyEverIsRefusedHasNoMoreThanABucket() {
      wall.offer("a", 5).at(T0);

      AgentState kept = wall.agent("a");
      assertThat(kept.bucket()).isEqualTo(new TokenBucket(0, 0, T0));
      assertThat(kept.recent().size()).isEqualTo(3);
    }
  }
}
