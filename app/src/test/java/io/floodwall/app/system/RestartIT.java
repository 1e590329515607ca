package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clean stop and start of each application in the middle of a flood over several partitions
 * changes nothing.
 */
class RestartIT {
  private static final long SEED = 20_261_121L;

  @TempDir private Path folder;

  @Test
  void eachApplicationIsRestartedMidFloodAndEveryIntentStillGetsExactlyOneOutcome()
      throws Exception {
    System.out.println("RestartIT seed=" + SEED);
    // a release budget well below the flood keeps the waiting room in use while admission restarts
    Map<String, String> slow =
        Map.of(
            "admission:floodwall.release.per.second",
            "200",
            "admission:floodwall.room.capacity",
            "256");
    try (var walls = ProcessWall.start("restart", 3, folder, slow)) {
      var lag = new Lag(walls.wall());
      try (Load load = Load.start(walls.wall(), SEED, 1_000)) {
        for (AppProcess app : walls.apps()) {
          lag.awaitBehind(app.name());
          long before = load.acked();
          Map<String, Long> mark = lag.ends(app.name());
          app.stop();
          app.start();
          lag.awaitPast(app.name(), mark);
          assertThat(load.acked())
              .as("the flood went on while %s restarted", app.name())
              .isGreaterThan(before);
        }
        Awaitility.await("the flood outlasts the last restart")
            .atMost(Duration.ofMinutes(2))
            .until(() -> load.acked() > 10_000);
      }
      lag.awaitQuiet();
      WallAudit.Report report = WallAudit.of(walls.wall());
      System.out.println("RestartIT " + report);
      assertThat(report.intents()).isGreaterThan(10_000);
      assertThat(report.faults()).as(report.toString()).isZero();
    }
  }
}
