package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseBudgetTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final long REANCHOR_MS = 5_000;

  @Test
  void withoutALimitEverythingMayGo() {
    var budget = ReleaseBudget.unlimited();
    for (int i = 0; i < 10_000; i++) {
      assertThat(budget.tryTake(T0)).isTrue();
    }
  }

  @Test
  void aRateOfZeroReleasesNothingEver() {
    var budget = ReleaseBudget.perSecond(0, 10, REANCHOR_MS);
    assertThat(budget.tryTake(T0)).isFalse();
    assertThat(budget.tryTake(T0 + 1_000_000_000_000L)).isFalse();
  }

  @Test
  void aBurstOfZeroReleasesNothingEver() {
    var budget = ReleaseBudget.perSecond(10, 0, REANCHOR_MS);
    assertThat(budget.tryTake(T0)).isFalse();
    assertThat(budget.tryTake(T0 + 1_000_000)).isFalse();
  }

  @Test
  void itStartsEmptySoThatARestartGivesNothingAway() {
    long released = 0;
    for (int restart = 0; restart < 100; restart++) {
      var budget = ReleaseBudget.perSecond(10, 10, REANCHOR_MS);
      released += drained(budget, T0 + restart);
    }
    assertThat(released).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 1", "10, 100", "1000, 5", "7, 3", "5000, 100", "250000, 500"})
  void inTheLongRunItReleasesItsRate(long perSecond, long burst) {
    var budget = ReleaseBudget.perSecond(perSecond, burst, REANCHOR_MS);
    int seconds = 20;
    long released = 0;
    for (long ms = 0; ms <= seconds * 1_000L; ms++) {
      released += drained(budget, T0 + ms);
    }
    assertThat(released).isEqualTo(seconds * perSecond);
  }

  @Test
  void afterAPauseItReleasesItsBurstAtOnceAndNoMore() {
    var budget = ReleaseBudget.perSecond(100, 30, REANCHOR_MS);
    assertThat(drained(budget, T0)).isZero();
    assertThat(drained(budget, T0 + 3_600_000)).isEqualTo(30);
    assertThat(drained(budget, T0 + 3_600_000)).isZero();
  }

  @Test
  void aClockThatGoesBackFarStallsNoLongerThanTheRate() {
    var budget = ReleaseBudget.perSecond(1, 1, REANCHOR_MS);
    assertThat(budget.tryTake(T0)).isFalse();
    assertThat(budget.tryTake(T0 - 3_600_000)).isFalse();
    assertThat(budget.tryTake(T0 - 3_600_000 + 1_000)).isTrue();
  }

  private static long drained(ReleaseBudget budget, long nowMs) {
    long released = 0;
    while (budget.tryTake(nowMs)) {
      released++;
    }
    return released;
  }
}
