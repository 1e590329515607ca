package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.Sample;
import io.floodwall.core.intent.Intent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final long CAPACITY = 10;

  /** Two at once, one a second. */
  private static final RateLimit RATE = RateLimit.perPeriod(2, 1, 1_000, 5_000);

  private static final Control JAIL = Control.jail("bot", true, "runaway loop", "ann", T0 + 60_000);

  private final Admission admission = new Admission(RATE, CAPACITY, 64);
  private AgentState bot = AgentState.UNKNOWN;

  @Nested
  class AnAcceptedIntent {
    @Test
    void spendsATokenAndIsRemembered() {
      assertThat(offer("1", 11, 0, null, T0)).isEqualTo(new Answer.Queue());
      assertThat(bot.bucket()).isEqualTo(new TokenBucket(1_000_000, 0, T0));
      assertThat(bot.recent().get(0)).isEqualTo(new RecentIntents.Accepted(1, 11, 100));
    }

    @Test
    void mayTakeTheLastPlace() {
      assertThat(offer("1", 11, CAPACITY - 1, null, T0)).isEqualTo(new Answer.Queue());
    }
  }

  @Nested
  class AnEmptyBucket {
    @Test
    void refusesWithTheTimeToWaitAndRemembersNothing() {
      offer("1", 11, 0, null, T0);
      offer("2", 12, 0, null, T0);
      assertThat(offer("3", 13, 0, null, T0 + 300))
          .isEqualTo(
              new Answer.Refuse(
                  Reason.RATE_LIMITED,
                  "next token in 700 ms; the bucket holds 2, and 1 more every 1000 ms",
                  700L,
                  null));
      assertThat(bot.recent().size()).isEqualTo(2);
      assertThat(bot.bucket()).isEqualTo(new TokenBucket(300_000, 0, T0 + 300));
      assertThat(offer("3", 13, 0, null, T0 + 1_000)).isEqualTo(new Answer.Queue());
    }

    @Test
    void refusesForEverWhereTheRateIsZero() {
      var none = new Admission(RateLimit.perPeriod(0, 0, 1_000, 5_000), CAPACITY, 64);
      assertThat(none.offer(AgentState.UNKNOWN, 0, null, arrival("1", 11, T0)).answer())
          .isEqualTo(
              new Answer.Refuse(Reason.RATE_LIMITED, "this agent's rate is zero", null, null));
    }
  }

  @Nested
  class AFullRoom {
    @Test
    void spendsNoTokenFromTheBucket() {
      offer("1", 11, 0, null, T0);
      AgentState before = bot;
      assertThat(offer("2", 12, CAPACITY, null, T0 + 5))
          .isEqualTo(new Answer.Refuse(Reason.BACKPRESSURE, "depth 10 of capacity 10", null, null));
      assertThat(bot).isSameAs(before);
    }

    @Test
    void createsNoBucketForAnAgentNeverSeen() {
      offer("1", 11, CAPACITY + 5, null, T0);
      assertThat(bot).isSameAs(AgentState.UNKNOWN);
    }

    @Test
    void isToldBeforeAnEmptyBucket() {
      offer("1", 11, 0, null, T0);
      offer("2", 12, 0, null, T0);
      assertReason(offer("3", 13, CAPACITY, null, T0), Reason.BACKPRESSURE);
    }

    @Test
    void holdsNobodyWithACapacityOfZero() {
      var closed = new Admission(RATE, 0, 64);
      assertReason(
          closed.offer(AgentState.UNKNOWN, 0, null, arrival("1", 11, T0)).answer(),
          Reason.BACKPRESSURE);
    }
  }

  @Nested
  class ARetry {
    @Test
    void ofTheSameIntentIsADuplicateAndPointsAtTheEarlierAnswer() {
      offer("1", 11, 0, null, T0);
      AgentState before = bot;
      assertThat(offer("1", 11, 0, null, T0 + 1))
          .isEqualTo(
              new Answer.Refuse(
                  Reason.DUPLICATE, "the earlier record is at offset 100", null, 100L));
      assertThat(bot).isSameAs(before);
    }

    @Test
    void withAnotherBodyIsAConflict() {
      offer("1", 11, 0, null, T0);
      assertThat(offer("1", 99, 0, null, T0 + 1))
          .isEqualTo(
              new Answer.Refuse(
                  Reason.ID_CONFLICT, "the earlier record is at offset 100", null, 100L));
    }

    @Test
    void isToldBeforeTheRoomIsFullOrTheBucketEmpty() {
      offer("1", 11, 0, null, T0);
      offer("2", 12, 0, null, T0);
      assertReason(offer("1", 11, CAPACITY, null, T0), Reason.DUPLICATE);
      assertReason(offer("1", 99, CAPACITY, null, T0), Reason.ID_CONFLICT);
    }

    @Test
    void ofARefusedIntentIsANewIntent() {
      assertReason(offer("1", 11, CAPACITY, null, T0), Reason.BACKPRESSURE);
      assertThat(offer("1", 11, 0, null, T0)).isEqualTo(new Answer.Queue());
    }

    @Test
    void isNotLookedForWhereNothingIsRemembered() {
      var forgetful = new Admission(RATE, CAPACITY, 0);
      var first = forgetful.offer(AgentState.UNKNOWN, 0, null, arrival("1", 11, T0));
      var second = forgetful.offer(first.state(), 0, null, arrival("1", 11, T0));
      assertThat(second.answer()).isEqualTo(new Answer.Queue());
      assertThat(second.state().recent()).isEqualTo(RecentIntents.NONE);
    }
  }

  @Nested
  class AJail {
    @Test
    void refusesWithWhoWhyAndUntilWhen() {
      assertThat(offer("1", 11, 0, JAIL, T0))
          .isEqualTo(new Answer.Refuse(Reason.JAILED, "by ann: runaway loop", 60_000L, null));
      assertThat(bot).isSameAs(AgentState.UNKNOWN);
    }

    @Test
    void withoutAnEndGivesNoTimeToWait() {
      var life = Control.jail("bot", true, "gone rogue", "ann", null);
      assertThat(offer("1", 11, 0, life, T0))
          .isEqualTo(new Answer.Refuse(Reason.JAILED, "by ann: gone rogue", null, null));
    }

    @Test
    void isToldBeforeADuplicateAndAFullRoom() {
      offer("1", 11, 0, null, T0);
      assertReason(offer("1", 11, CAPACITY, JAIL, T0), Reason.JAILED);
    }

    @Test
    void thatLapsedOrWasLiftedLetsThrough() {
      assertThat(offer("1", 11, 0, JAIL, T0 + 60_000)).isEqualTo(new Answer.Queue());
      var lifted = Control.jail("bot", false, "fixed", "ann", null);
      assertThat(offer("2", 12, 0, lifted, T0)).isEqualTo(new Answer.Queue());
    }

    @Test
    void thatCameWhileItWaitedStopsTheRelease() {
      Intent waiting = Sample.intent("bot", "1");
      assertThat(admission.release(waiting, null, T0)).isNull();
      assertReason(admission.release(waiting, JAIL, T0), Reason.JAILED);
      assertThat(admission.release(waiting, JAIL, T0 + 60_000)).isNull();
    }
  }

  @Nested
  class ADeadline {
    private final Intent urgent = Sample.withDeadline("bot", "1", T0);

    @Test
    void thatHasPassedIsToldFirst() {
      var arrival = new Admission.Arrival(urgent, 1, 11, 100, T0 + 1);
      var offer = admission.offer(bot, CAPACITY, JAIL, arrival);
      assertThat(offer.answer())
          .isEqualTo(
              new Answer.Refuse(
                  Reason.EXPIRED, "deadline " + T0 + " passed at " + (T0 + 1), null, null));
      assertThat(offer.state()).isSameAs(AgentState.UNKNOWN);
    }

    @Test
    void isNotPassedAtItsOwnMillisecond() {
      var arrival = new Admission.Arrival(urgent, 1, 11, 100, T0);
      assertThat(admission.offer(bot, 0, null, arrival).answer()).isEqualTo(new Answer.Queue());
    }

    @Test
    void thatPassesWhileItWaitsStopsTheRelease() {
      assertThat(admission.release(urgent, null, T0)).isNull();
      assertReason(admission.release(urgent, null, T0 + 1), Reason.EXPIRED);
    }
  }

  @Nested
  class Forgetting {
    @Test
    void nothingIsLostByForgettingAnAgentNeverSeen() {
      assertThat(admission.isForgettable(AgentState.UNKNOWN, T0, 60_000)).isTrue();
    }

    @Test
    void waitsUntilTheBucketIsFullAndNoRetryIsExpected() {
      offer("1", 11, 0, null, T0);
      assertThat(admission.isForgettable(bot, T0 + 999, 0)).isFalse();
      assertThat(admission.isForgettable(bot, T0 + 1_000, 0)).isTrue();
      assertThat(admission.isForgettable(bot, T0 + 60_000, 60_000)).isFalse();
      assertThat(admission.isForgettable(bot, T0 + 60_001, 60_000)).isTrue();
      assertThat(admission.isForgettable(bot, T0 - 60_001, 60_000)).isFalse();
    }
  }

  private Answer offer(String id, long body, long depth, @Nullable Control jail, long appendMs) {
    Admission.Offer offer = admission.offer(bot, depth, jail, arrival(id, body, appendMs));
    bot = offer.state();
    return offer.answer();
  }

  private static Admission.Arrival arrival(String id, long body, long appendMs) {
    return new Admission.Arrival(
        Sample.intent("bot", id), Long.parseLong(id), body, 99 + Long.parseLong(id), appendMs);
  }

  private static void assertReason(@Nullable Answer answer, Reason reason) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refuse.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
