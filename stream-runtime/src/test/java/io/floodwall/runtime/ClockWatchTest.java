package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at a clock of which each test says how it goes; sessions are of six seconds. */
final class ClockWatchTest {
  private static final long HOUR_MS = 3_600_000;

  private final ClockWatch watch = new ClockWatch(6_000);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aClockThatGoesAsTimeDoesIsNotPutBack() {
    assertThat(watch.look(-5_000, 1_000_000, -5_000)).isEmpty();
    assertThat(watch.look(-4_000, 1_001_000, -4_000)).isEmpty();
    assertThat(watch.look(900_000, 1_905_000, 900_000)).isEmpty();
  }

  @Test
  void aStepOnIsTimeThatWentByAndAStepBackIsTold() {
    assertThat(watch.look(0, HOUR_MS, 0)).isEmpty();
    assertThat(watch.look(200, 2 * HOUR_MS + 200, 200)).isEmpty();
    assertThat(watch.look(400, 400, 400)).hasValue(2 * HOUR_MS);
  }

  @Test
  void aStepBackWithinASessionIsOutwaited() {
    assertThat(watch.look(0, 100_000, 0)).isEmpty();
    assertThat(watch.look(200, 94_200, 200)).isEmpty();
    assertThat(watch.look(400, 88_399, 400)).hasValue(6_001);
  }

  @Test
  void aProcessThatSleptWhileItLookedSaysNothing() {
    assertThat(watch.look(0, 100_000, 0)).isEmpty();
    assertThat(watch.look(200, 160_200, 60_200)).as("slept before it read the clock").isEmpty();
    assertThat(watch.look(60_400, 160_400, 60_400)).isEmpty();
    assertThat(watch.look(60_600, 160_600, 120_600)).as("and behind that").isEmpty();
    assertThat(watch.look(120_800, 220_800, 120_800)).isEmpty();
  }
}
