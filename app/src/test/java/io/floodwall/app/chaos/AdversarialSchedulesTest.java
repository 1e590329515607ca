package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Deterministic simulation: a seed draws a schedule of appends, retries, orders, turns of clocks
 * that step both ways, commits and deaths, in which each stage reads its topics in any order, and
 * after every commit the wall is what core's in-memory wall says.
 *
 * <p>{@code -Dfloodwall.simulation.seeds=10000} is the long form; {@code -Dfloodwall.seed=N}
 * replays one.
 */
class AdversarialSchedulesTest {
  private static final int SEEDS = Integer.getInteger("floodwall.simulation.seeds", 500);

  @TempDir private Path folder;

  @BeforeAll
  static void theStagesSayNothing() {
    for (String stage : List.of("admission", "gate", "ledger")) {
      ((Logger) LoggerFactory.getLogger("io.floodwall." + stage)).setLevel(Level.ERROR);
    }
  }

  @AfterAll
  static void theStagesTalkAgain() {
    for (String stage : List.of("admission", "gate", "ledger")) {
      ((Logger) LoggerFactory.getLogger("io.floodwall." + stage)).setLevel(null);
    }
  }

  @Test
  void everySeededScheduleLeavesTheWallAsTheInMemoryWallSays() {
    Long only = Long.getLong("floodwall.seed");
    long first = only == null ? System.nanoTime() : only;
    int count = only == null ? SEEDS : 1;
    System.out.println("AdversarialSchedulesTest seeds " + first + " to " + (first + count - 1));
    int deaths = 0;
    for (long seed = first; seed < first + count; seed++) {
      try {
        deaths += Simulation.run(seed, folder);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "schedule "
                + seed
                + " fails; replay it with: mvn -pl app -am test -Dtest=AdversarialSchedulesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dfloodwall.seed="
                + seed,
            e);
      }
    }
    assertThat(deaths).as("deaths").isGreaterThanOrEqualTo(count);
  }
}
