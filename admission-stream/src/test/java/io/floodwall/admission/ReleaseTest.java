package io.floodwall.admission;

import static io.floodwall.admission.Wall.T0;
import static io.floodwall.core.intent.Priority.BULK;
import static io.floodwall.core.intent.Priority.NORMAL;
import static io.floodwall.core.intent.Priority.PAGER;
import static io.floodwall.core.intent.Priority.URGENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who goes when: straight through, in order of urgency, and no faster than the budget. */
final class ReleaseTest {
  private static final Duration TURN = Duration.ofMillis(10);

  @Nested
  class PassThrough {
    @Test
    void intentThatFindsAnEmptyRoomIsReleasedAtOnceWithoutAWaitingRecord() {
      try (var wall = new Wall()) {
        wall.offer("a", 3).at(T0);

        wall.released().containsExactly("a#1", "a#2", "a#3");
        wall.waiting().isEmpty();
        assertThat(wall.depth()).isZero();
      }
    }

    @Test
    void nobodyPassesThoseWhoWait() {
      try (var wall = new Wall()) {
        wall.closeValve();
        wall.offer("a", 1).at(T0);
        wall.openValve();
        wall.offer("b", 1).claiming(PAGER).at(T0);

        wall.released().isEmpty();
        wall.waiting().containsExactly("a#1", "b#1");
        wall.advance(TURN);
        wall.released().containsExactly("b#1", "a#1");
      }
    }

    @Test
    void oneWhoWaitedIsReleasedOnce() {
      try (var wall = new Wall()) {
        wall.closeValve();
        wall.offer("a", 5).at(T0);
        wall.openValve();
        wall.advance(TURN);
        wall.released().hasSize(5);
        wall.advance(Duration.ofMinutes(1));

        wall.released().isEmpty();
        assertThat(wall.depth()).isZero();
      }
    }
  }

  @Nested
  class Order {
    @Test
    void mostUrgentGoesFirstAndFirstComeFirstServedWithinAPriority() {
      try (var wall = new Wall()) {
        wall.closeValve();
        wall.offerAs("a", "bulk").claiming(BULK).at(T0);
        wall.offerAs("b", "normal-1").claiming(NORMAL).at(T0);
        wall.offerAs("a", "pager").claiming(PAGER).at(T0);
        wall.offerAs("c", "urgent-1").claiming(URGENT).at(T0);
        wall.offerAs("a", "normal-2").claiming(NORMAL).at(T0);
        wall.offerAs("b", "urgent-2").claiming(URGENT).at(T0);
        wall.openValve();
        wall.advance(TURN);

        wall.released()
            .containsExactly(
                "a#pager", "c#urgent-1", "b#urgent-2", "b#normal-1", "a#normal-2", "a#bulk");
      }
    }

    @Test
    void firstComeIsByOffsetEvenWhenTheBrokersClockGoesBack() {
      try (var wall = new Wall()) {
        wall.closeValve();
        wall.offerAs("a", "1").at(T0 + 9);
        wall.offerAs("b", "2").at(T0);
        wall.openValve();
        wall.advance(TURN);

        wall.released().containsExactly("a#1", "b#2");
      }
    }
  }

  @Nested
  class Budget {
    @Test
    void budgetStartsEmptySoThatRestartsReleaseNoMoreThanTheRate() {
      try (var wall = limited("10", "5")) {
        wall.offer("a", 3).at(T0);
        wall.released().isEmpty();
        wall.waiting().hasSize(3);

        wall.advance(Duration.ofMillis(100));
        wall.released().containsExactly("a#1");
      }
    }

    @Test
    void longRunReleasesTheRateAndNoMore() {
      try (var wall = limited("10", "5")) {
        wall.offer("a", 60).at(T0);
        int released = 0;
        for (int second = 1; second <= 5; second++) {
          IntStream.range(0, 100).forEach(i -> wall.advance(TURN));
          released += wall.candidates().size();
          assertThat(released).as("after %d s", second).isEqualTo(10 * second);
        }
      }
    }

    @Test
    void savedBudgetIsBoundedByTheBurst() {
      try (var wall = limited("10", "5")) {
        wall.offer("a", 1).at(T0); // starts the budget's clock
        wall.advance(Duration.ofHours(1));
        wall.released().hasSize(1);
        wall.advance(Duration.ofHours(1));
        wall.offer("a", 20).at(T0 + 7_200_000);

        wall.released().hasSize(5);
        assertThat(wall.depth()).isEqualTo(15);
      }
    }

    @Test
    void zeroReleasesNothingEver() {
      try (var wall = limited("0", "5")) {
        wall.offer("a", 3).at(T0);
        wall.advance(Duration.ofDays(1));

        wall.released().isEmpty();
        assertThat(wall.depth()).isEqualTo(3);
      }
    }

    @Test
    void unlimitedEmptiesTheRoomInOneTurn() {
      try (var wall = limited("unlimited", "1")) {
        wall.closeValve();
        wall.offer("a", 60).at(T0);
        wall.openValve();
        wall.advance(TURN);

        wall.released().hasSize(60);
      }
    }

    @Test
    void turnReleasesNoMoreThanItsMaximum() {
      try (var wall = new Wall(AdmissionConfig.RELEASE_TURN_MAX, "7")) {
        wall.closeValve();
        wall.offer("a", 20).at(T0);
        wall.openValve();
        wall.advance(TURN);
        wall.released().hasSize(7);
        wall.advance(TURN);
        wall.released().hasSize(7);
        wall.advance(TURN);
        wall.released().hasSize(6);
      }
    }

    @Test
    void turnComesAtTheConfiguredInterval() {
      try (var wall = new Wall(AdmissionConfig.RELEASE_INTERVAL_MS, "500")) {
        wall.closeValve();
        wall.offer("a", 1).at(T0);
        wall.openValve();
        wall.advance(Duration.ofMillis(499));
        wall.released().isEmpty();
        wall.advance(Duration.ofMillis(1));
        wall.released().containsExactly("a#1");
      }
    }

    private Wall limited(String perSecond, String burst) {
      return new Wall(
          AdmissionConfig.RELEASE_PER_SECOND, perSecond, AdmissionConfig.RELEASE_BURST, burst);
    }
  }
}
