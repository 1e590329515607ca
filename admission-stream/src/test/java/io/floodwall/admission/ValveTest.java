package io.floodwall.admission;

import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator's hand on all releases. */
final class ValveTest {
  private static final Duration TURN = Duration.ofMillis(10);

  private final Wall wall = new Wall(AdmissionConfig.ROOM_CAPACITY, "3");

  @AfterEach
  void close() {
    wall.close();
  }

  @Test
  void wallThatWasNeverToldIsOpen() {
    wall.offer("a", 1).at(T0);
    wall.released().containsExactly("a#1");
  }

  @Test
  void closedValveReleasesNothingAndIntentsStillQueueUpToCapacity() {
    wall.closeValve();
    wall.offer("a", 4).at(T0);
    wall.advance(Duration.ofHours(1));

    wall.released().isEmpty();
    wall.waiting().containsExactly("a#1", "a#2", "a#3");
    wall.refused().containsExactly(refused("a#4", Reason.BACKPRESSURE));
  }

  @Test
  void openedValveReleasesAtTheNextTurnAndNotBefore() {
    wall.closeValve();
    wall.offer("a", 2).at(T0);
    wall.openValve();
    wall.released().isEmpty();
    wall.advance(TURN);
    wall.released().containsExactly("a#1", "a#2");
  }

  @Test
  void closedValveOpensByItselfAtItsTimeAndNotAMillisecondEarlier() {
    wall.order(Control.valve(true, "maintenance", "ops", T0 + 60_000));
    wall.offer("a", 1).at(T0);
    wall.advance(Duration.ofMillis(59_999));
    wall.released().isEmpty();
    wall.advance(Duration.ofMillis(1));
    wall.released().containsExactly("a#1");
  }

  @Test
  void arrivalAfterTheTimePassesStraightThrough() {
    wall.order(Control.valve(true, "maintenance", "ops", T0 + 60_000));
    wall.advance(Duration.ofMinutes(1));
    wall.offer("a", 1).now();

    wall.released().containsExactly("a#1");
    wall.waiting().isEmpty();
  }

  @Test
  void timeThatHasPassedAlreadyClosesNothing() {
    wall.order(Control.valve(true, "too late", "ops", T0 - 1));
    wall.offer("a", 1).at(T0);

    wall.released().containsExactly("a#1");
  }

  @Test
  void lastOrderHolds() {
    wall.order(Control.valve(true, "one", "ops", T0 + 60_000));
    wall.order(Control.valve(true, "two", "ops", null));
    wall.offer("a", 1).at(T0);
    wall.advance(Duration.ofHours(1));
    wall.released().isEmpty();

    wall.openValve();
    wall.closeValve();
    wall.advance(TURN);
    wall.released().isEmpty();
    assertThat(wall.depth()).isEqualTo(1);
  }

  @Test
  void closedValveUsesUpNoReleaseBudget() {
    try (var limited =
        new Wall(AdmissionConfig.RELEASE_PER_SECOND, "1", AdmissionConfig.RELEASE_BURST, "1")) {
      limited.offer("a", 1).at(T0); // starts the budget's clock
      limited.closeValve();
      limited.advance(Duration.ofSeconds(10));
      limited.openValve();
      limited.advance(TURN);

      limited.released().containsExactly("a#1");
    }
  }
}
