package io.floodwall.admission;

import static io.floodwall.admission.Refused.rateLimited;
import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom the wall forgets: agents that are idle and whose bucket is full, a few at a time. */
final class SweepTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long MINUTE = 60_000;

  private final Wall wall =
      new Wall(
          AdmissionConfig.RATE_BURST, "60",
          AdmissionConfig.RATE_REFILL, "1",
          AdmissionConfig.REMEMBER_MS, Long.toString(MINUTE),
          AdmissionConfig.SWEEP_MAX, "3");

  @AfterEach
  void close() {
    wall.close();
  }

  private boolean isKnown(String agent) {
    return !wall.agent(agent).equals(AgentState.UNKNOWN);
  }

  @Test
  void idleAgentWithAFullBucketIsForgottenAfterItsTimeAndNotBefore() {
    wall.offer("idle", 1).at(T0);
    wall.offer("clock", 1).at(T0 + MINUTE);
    wall.advance(SECOND);
    assertThat(isKnown("idle")).isTrue();

    wall.offer("clock", 1).at(T0 + MINUTE + 1);
    wall.advance(SECOND);
    assertThat(isKnown("idle")).isFalse();
    assertThat(isKnown("clock")).isTrue();
  }

  @Test
  void agentWhoseBucketIsNotFullAgainIsKept() {
    wall.offer("drained", 60).at(T0);
    wall.offer("clock", 1).at(T0 + MINUTE - 1);
    wall.advance(SECOND);
    assertThat(isKnown("drained")).isTrue();

    wall.offer("drained", 60).at(T0 + MINUTE);
    wall.refused().isEmpty();
  }

  @Test
  void busyAgentIsKept() {
    for (int minute = 0; minute < 10; minute++) {
      wall.offer("busy", 2).at(T0 + minute * MINUTE);
      wall.advance(SECOND);
      assertThat(isKnown("busy")).isTrue();
    }
  }

  @Test
  void forgottenAgentIsATrueStrangerWithAFullBucket() {
    wall.offerAs("idle", "x").at(T0);
    wall.offer("clock", 1).at(T0 + 2 * MINUTE);
    wall.advance(SECOND);
    wall.offerAs("idle", "x").at(T0 + 2 * MINUTE);
    wall.offer("idle", 59).at(T0 + 2 * MINUTE);
    wall.offer("idle", 1).at(T0 + 2 * MINUTE);

    wall.refused().containsExactly(rateLimited("idle#60", 1_000));
  }

  @Test
  void sweepLooksAtSoManyASecondAndGoesRoundAndRound() {
    IntStream.range(0, 10).forEach(i -> wall.offer("idle-" + i, 1).at(T0));
    wall.offer("zz-clock", 1).at(T0 + 2 * MINUTE);
    for (int kept : new int[] {7, 4, 1, 0}) {
      wall.advance(SECOND);
      assertThat(IntStream.range(0, 10).filter(i -> isKnown("idle-" + i))).hasSize(kept);
    }
    wall.offer("idle-0", 1).at(T0 + 2 * MINUTE);
    wall.offer("zz-clock", 1).at(T0 + 4 * MINUTE);
    wall.advance(SECOND);
    wall.advance(SECOND);
    assertThat(isKnown("idle-0")).isFalse();
  }

  @Test
  void roundIsFullEvenWhereNobodyCanBeForgotten() {
    IntStream.range(0, 6).forEach(i -> wall.offer("a-busy-" + i, 60).at(T0 + MINUTE));
    wall.offer("idle", 1).at(T0);
    wall.offer("zz-clock", 1).at(T0 + MINUTE + 1);
    wall.advance(SECOND);
    wall.advance(SECOND);
    assertThat(isKnown("idle")).isTrue();
    wall.advance(SECOND);
    assertThat(isKnown("idle")).isFalse();
  }

  @Test
  void backlogIsWorkedOffUnderTheSameLimitsHoweverLateItIs() {
    wall.offerAs("late", "x").at(T0);
    wall.offer("late", 59).at(T0);
    wall.advance(Duration.ofHours(1));
    wall.offerAs("late", "x").at(T0 + 5);
    wall.offer("late", 1).at(T0 + 5);

    wall.refused()
        .containsExactly(refused("late#x", Reason.DUPLICATE), rateLimited("late#60", 995));
  }
}
