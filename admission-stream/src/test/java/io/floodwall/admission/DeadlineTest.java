package io.floodwall.admission;

import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change that is no longer wanted is not let through. */
final class DeadlineTest {
  private static final Duration TURN = Duration.ofMillis(10);
  private static final long YEAR_9999 = 253_402_300_799_999L;

  private final Wall wall = new Wall();

  @AfterEach
  void close() {
    wall.close();
  }

  @Test
  void deadlineStillHoldsInItsOwnMillisecond() {
    wall.offer("a", 1).deadline(T0).at(T0);
    wall.released().containsExactly("a#1");
  }

  @Test
  void deadlinePassedAtArrivalIsRefusedWithoutATokenOrARow() {
    wall.offer("a", 1).deadline(T0 - 1).at(T0);

    assertThat(wall.refusals())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(Refused.of(r)).isEqualTo(refused("a#1", Reason.EXPIRED));
              assertThat(r.detail()).isEqualTo("deadline " + (T0 - 1) + " passed at " + T0);
            });
    assertThat(wall.agent("a")).isEqualTo(AgentState.UNKNOWN);
    wall.released().isEmpty();
  }

  @Test
  void deadlinePassedAtTheBrokerIsRefusedEvenIfTheTasksClockIsBehind() {
    wall.offer("a", 1).deadline(T0 + 5).at(T0 + 6);
    wall.refused().containsExactly(refused("a#1", Reason.EXPIRED));
  }

  @Test
  void deadlineThatPassedWhileTheIntentLayInTheTopicIsRefusedThoughNobodyWaits() {
    wall.advance(Duration.ofHours(1));
    wall.offer("a", 1).deadline(T0 + 60_000).at(T0);

    wall.refused().containsExactly(refused("a#1", Reason.EXPIRED));
    wall.released().isEmpty();
    assertThat(wall.agent("a")).isEqualTo(AgentState.UNKNOWN);
  }

  @Test
  void deadlineThatPassesInTheRoomIsRefusedWhenItsTurnComes() {
    wall.closeValve();
    wall.offer("a", 1).deadline(T0 + 5_000).at(T0);
    wall.offer("a", 1).deadline(T0 + 5_010).at(T0);
    wall.advance(Duration.ofSeconds(5));
    wall.openValve();
    wall.advance(TURN);

    wall.refused().containsExactly(refused("a#1", Reason.EXPIRED));
    wall.released().containsExactly("a#2");
  }

  @Test
  void expiredOnesInTheRoomUseNoReleaseBudget() {
    try (var limited =
        new Wall(AdmissionConfig.RELEASE_PER_SECOND, "1", AdmissionConfig.RELEASE_BURST, "1")) {
      limited.offer("a", 20).deadline(T0 + 500).at(T0);
      limited.offer("b", 1).at(T0);
      limited.advance(Duration.ofSeconds(1));

      limited.refused().hasSize(20).allMatch(r -> r.reason() == Reason.EXPIRED);
      limited.released().containsExactly("b#1");
    }
  }

  @Test
  void deadlineIn1970HasPassed() {
    wall.offer("a", 1).deadline(0).at(T0);
    wall.refused().containsExactly(refused("a#1", Reason.EXPIRED));
  }

  @Test
  void deadlineAtTheEndOf9999IsFarAway() {
    wall.offer("a", 1).deadline(YEAR_9999).at(T0);
    wall.released().containsExactly("a#1");
  }

  @Test
  void deadlineBeyond9999OrBefore1970IsNotADeadline() {
    wall.offer("a", 1).deadline(YEAR_9999 + 1).at(T0);
    wall.offer("a", 1).deadline(-1).at(T0);

    wall.refused()
        .containsExactly(refused("a#1", Reason.BAD_FIELD), refused("a#2", Reason.BAD_FIELD));
  }
}
