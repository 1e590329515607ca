package io.floodwall.admission;

import static io.floodwall.admission.Refused.rateLimited;
import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An agent that asks twice gets the earlier answer's place, and pays once. */
final class DuplicateTest {
  private final Wall wall = new Wall(AdmissionConfig.RATE_BURST, "1000");

  @AfterEach
  void close() {
    wall.close();
  }

  @Nested
  class Told {
    @Test
    void sameIntentAgainIsADuplicateThatNamesTheEarlierOffset() {
      wall.offer("other", 3).at(T0);
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("a", "x").at(T0 + 1);

      Refusal refusal = wall.refusals().get(0);
      assertThat(Refused.of(refusal)).isEqualTo(refused("a#x", Reason.DUPLICATE));
      assertThat(refusal.earlierOffset()).isEqualTo(3);
      assertThat(refusal.sourceOffset()).isEqualTo(4);
      assertThat(refusal.detail()).isEqualTo("the earlier record is at offset 3");
      wall.released().containsOnlyOnce("a#x");
    }

    @Test
    void sameIdWithAnotherBodyIsAConflictThatNamesTheEarlierOffset() {
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("a", "x").reasoning("changed my mind").at(T0);

      Refusal refusal = wall.refusals().get(0);
      assertThat(Refused.of(refusal)).isEqualTo(refused("a#x", Reason.ID_CONFLICT));
      assertThat(refusal.earlierOffset()).isZero();
      wall.released().containsExactly("a#x");
    }

    @Test
    void repeatsOfARepeatStillNameTheFirst() {
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("a", "x").reasoning("other").at(T0);
      wall.offerAs("a", "x").at(T0);

      assertThat(wall.refusals())
          .extracting(Refusal::reason, Refusal::earlierOffset)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(Reason.DUPLICATE, 0L),
              org.assertj.core.groups.Tuple.tuple(Reason.ID_CONFLICT, 0L),
              org.assertj.core.groups.Tuple.tuple(Reason.DUPLICATE, 0L));
    }

    @Test
    void oneThatStillWaitsIsADuplicateToo() {
      wall.closeValve();
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("a", "x").at(T0);

      wall.refused().containsExactly(refused("a#x", Reason.DUPLICATE));
      assertThat(wall.depth()).isEqualTo(1);
    }

    @Test
    void neitherSpendsAToken() {
      wall.offerAs("a", "x").at(T0);
      TokenBucket before = wall.agent("a").bucket();
      wall.offerAs("a", "x").at(T0 + 5);
      wall.offerAs("a", "x").reasoning("other").at(T0 + 5);

      wall.refused().hasSize(2);
      assertThat(wall.agent("a").bucket()).isEqualTo(before);
    }
  }

  @Nested
  class Identity {
    @Test
    void sameIdOfAnotherAgentIsAnotherIntent() {
      wall.offerAs("a", "x").at(T0);
      wall.offerAs("b", "x").at(T0);

      wall.released().containsExactly("a#x", "b#x");
    }

    @Test
    void sameIdInAnotherTenantIsAnotherIntent() {
      wall.offerAs("a", "x").tenant("acme").at(T0);
      wall.offerAs("a", "x").tenant("globex").at(T0);
      wall.offerAs("a", "x").tenant("acme").at(T0);

      wall.released().containsExactly("a#x", "a#x");
      wall.refused().containsExactly(refused("a#x", Reason.DUPLICATE));
    }

    @Test
    void tenantAndIdDoNotRunIntoEachOther() {
      wall.offerAs("a", "bc").tenant("a").at(T0);
      wall.offerAs("a", "c").tenant("ab").at(T0);

      wall.released().containsExactly("a#bc", "a#c");
    }
  }

  @Nested
  class Memory {
    @Test
    void last64AcceptedAreRememberedAndTheOneBeforeThemIsForgotten() {
      wall.offer("a", 65).at(T0);
      wall.offerAs("a", "2").at(T0);
      wall.offerAs("a", "65").at(T0);
      wall.offerAs("a", "1").at(T0);

      wall.refused()
          .containsExactly(refused("a#2", Reason.DUPLICATE), refused("a#65", Reason.DUPLICATE));
      wall.released().hasSize(66).endsWith("a#65", "a#1");
    }

    @Test
    void repeatsDoNotPushOthersOut() {
      wall.offer("a", 64).at(T0);
      for (int i = 0; i < 100; i++) {
        wall.offerAs("a", "64").at(T0);
      }
      wall.refused().hasSize(100);
      wall.offerAs("a", "1").at(T0);

      wall.refused().containsExactly(refused("a#1", Reason.DUPLICATE));
    }

    @Test
    void retryAfterARateRefusalIsJudgedAfresh() {
      try (var tight =
          new Wall(AdmissionConfig.RATE_BURST, "1", AdmissionConfig.RATE_REFILL, "1")) {
        tight.offer("a", 2).at(T0);
        tight.offerAs("a", "2").at(T0 + 500);
        tight.offerAs("a", "2").at(T0 + 1_000);

        tight.refused().containsExactly(rateLimited("a#2", 1_000), rateLimited("a#2", 500));
        tight.released().containsExactly("a#1", "a#2");
      }
    }

    @Test
    void memoryOfNothingLooksForNothing() {
      try (var forgetful = new Wall(AdmissionConfig.RECENT_MAX, "0")) {
        forgetful.offerAs("a", "x").at(T0);
        forgetful.offerAs("a", "x").at(T0);
        forgetful.offerAs("a", "x").reasoning("other").at(T0);

        forgetful.released().containsExactly("a#x", "a#x", "a#x");
        assertThat(forgetful.agent("a").recent().size()).isZero();
      }
    }
  }
}
