package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short run of half a minute, on a clock that only the rounds move. */
final class TurnsTest {
  private long nowMs;
  private final ArrayList<Integer> rounds = new ArrayList<>();

  private Turns turns(double secondsBeside, double secondsPerIntent, double truly) {
    var settings = new BenchSettings(20_000, 0, 5, 10, 4, 100, 30_000, Map.of());
    return new Turns(
        settings,
        () -> nowMs,
        1_000,
        secondsBeside,
        secondsPerIntent,
        (name, intents, counts) -> {
          rounds.add(intents);
          nowMs += (long) (truly * intents * 1_000);
          return truly;
        });
  }

  @Test
  void aRoundIsAsLongAsThereIsTimeForBesideWhatItTakesWithoutAnyIntent() {
    nowMs = 5_000;
    turns(10, 1e-3, 1.6e-3).measure();
    assertThat(rounds).containsExactly(15_000);
  }

  @Test
  void aMachineWithoutTimeRunsTheLeastAndOnce() {
    nowMs = 15_000;
    turns(30, 3e-3, 20e-3).measure();
    assertThat(rounds).containsExactly(1_000);
  }

  @Test
  void aFastMachineRunsAllRounds() {
    turns(0, 2e-4, 2e-4).measure();
    assertThat(rounds).containsExactly(20_000, 20_000, 20_000, 20_000, 20_000);
  }
}
