package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A short run's time, on a clock that only the rounds move. */
final class ShareTest {
  private static final long LONG = Long.MAX_VALUE;

  private long nowMs;
  private final ArrayList<Long> ends = new ArrayList<>();

  private Share until(long endMs) {
    return new Share(() -> nowMs, endMs);
  }

  private Runnable taking(long ms) {
    return () -> {
      nowMs += ms;
      ends.add(nowMs);
    };
  }

  @Test
  void asManyRoundsAsAskedForWhereThereIsTime() {
    assertThat(until(30_000).rounds(5, taking(1_000))).isEqualTo(5);
    assertThat(until(LONG).rounds(5, taking(1_000_000_000))).isEqualTo(5);
  }

  @Test
  void noRoundIsBegunThatWouldEndTooLate() {
    assertThat(until(10_000).rounds(5, taking(3_000))).isEqualTo(3);
    assertThat(ends).containsExactly(3_000L, 6_000L, 9_000L);
  }

  @Test
  void theLongestRoundSaysHowLongTheNextOneMayTake() {
    assertThat(until(10_000).rounds(5, () -> nowMs += nowMs == 0 ? 5_000 : 1_000)).isEqualTo(2);
  }

  @Test
  void oneRoundEvenWhenTheTimeIsOver() {
    nowMs = 50_000;
    assertThat(until(10_000).isOver()).isTrue();
    assertThat(until(10_000).rounds(5, taking(3_000))).isOne();
  }

  @Test
  void asMuchAsFitsAndTheLeastWhereNothingDoes() {
    nowMs = 10_000;
    assertThat(until(30_000).fits(20_000, 1_000, 5_000, 0.5)).isEqualTo(20_000);
    assertThat(until(30_000).fits(20_000, 1_000, 5_000, 1.5)).isEqualTo(10_000);
    assertThat(until(30_000).fits(20_000, 1_000, 25_000, 1.5)).isEqualTo(1_000);
    assertThat(until(30_000).fits(500, 1_000, 25_000, 1.5)).isEqualTo(500);
    assertThat(until(LONG).fits(20_000, 1_000, 25_000, 1.5)).isEqualTo(20_000);
  }
}
