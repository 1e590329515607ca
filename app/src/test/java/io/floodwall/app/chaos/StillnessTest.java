package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A wall as it is seen from outside, on a clock of the test's. */
final class StillnessTest {
  private static final long SECOND = 1_000_000_000;

  private final Stillness still = new Stillness(100, -SECOND);

  @Test
  void itIsTheLongestTimeThatNoNewerVerdictCameNotTheFirst() {
    still.look(101, 0);
    assertThat(still.seconds()).isEqualTo(1);
    still.look(101, 3 * SECOND);
    still.look(102, 7 * SECOND);
    still.look(103, 9 * SECOND);
    assertThat(still.seconds()).isEqualTo(7);
  }

  @Test
  void whatStandsStillNowCountsBeforeItIsOver() {
    still.look(100, 4 * SECOND);
    assertThat(still.seconds()).isEqualTo(5);
    still.look(99, 5 * SECOND);
    assertThat(still.seconds()).isEqualTo(6);
  }
}
