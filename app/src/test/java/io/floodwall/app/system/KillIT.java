package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2 under SIGKILL: every application is killed ten times while an open-loop flood goes on
 * that outlasts the last recovery, and afterwards nothing is lost, duplicated, torn or forked.
 *
 * <p>{@code -Dfloodwall.kill.rounds}, {@code -Dfloodwall.kill.intents} and {@code -Dfloodwall.seed}
 * make it longer or repeat it.
 */
class KillIT {
  private static final int PARTITIONS = 4;
  private static final int ROUNDS = Integer.getInteger("floodwall.kill.rounds", 10);
  private static final long INTENTS_MIN = Long.getLong("floodwall.kill.intents", 100_000);
  private static final long PER_SECOND = 1_500;

  @TempDir private Path folder;

  @Test
  void killedTenTimesEachUnderLoadNothingIsLostDuplicatedTornOrForked() throws Exception {
    long seed = Long.getLong("floodwall.seed", System.nanoTime());
    System.out.println("KillIT seed=" + seed + " (repeat with -Dfloodwall.seed=" + seed + ")");
    try (var walls = ProcessWall.start("kill", PARTITIONS, folder, Map.of())) {
      var lag = new Lag(walls.wall());
      List<Long> recoveriesMs;
      try (Load load = Load.start(walls.wall(), seed, PER_SECOND)) {
        recoveriesMs = killAll(walls.apps(), lag, load, new Random(seed));
        Awaitility.await("enough load, after the last recovery")
            .atMost(Duration.ofMinutes(5))
            .until(() -> load.acked() >= INTENTS_MIN);
      }
      lag.awaitQuiet();
      WallAudit.Report report = WallAudit.of(walls.wall());
      Collections.sort(recoveriesMs);
      long aborted = Aborted.verdictsIn(walls);
      System.out.printf(
          "KillIT kills=%d %s aborted_verdicts=%d recovery_ms p50=%d max=%d%n",
          recoveriesMs.size(),
          report,
          aborted,
          recoveriesMs.get(recoveriesMs.size() / 2),
          recoveriesMs.get(recoveriesMs.size() - 1));
      assertThat(recoveriesMs).hasSize(3 * ROUNDS);
      assertThat(report.intents()).isGreaterThanOrEqualTo(INTENTS_MIN);
      assertThat(report.decisions()).isPositive();
      assertThat(report.refusals()).isPositive();
      assertThat(aborted)
          .as("verdicts of killed transactions, which the audit's read_committed reader never saw")
          .isPositive();
      assertThat(report.faults()).as(report.toString()).isZero();
    }
  }

  /**
   * In every round, kills each application in a drawn order at a moment when it has work
   * unfinished; answers the recoveries.
   */
  private static List<Long> killAll(List<AppProcess> apps, Lag lag, Load load, Random random)
      throws Exception {
    var recoveriesMs = new ArrayList<Long>();
    for (int round = 1; round <= ROUNDS; round++) {
      var order = new ArrayList<>(apps);
      Collections.shuffle(order, random);
      for (AppProcess app : order) {
        lag.awaitBehind(app.name());
        Map<String, Long> mark = lag.ends(app.name());
        long killed = System.nanoTime();
        app.kill();
        app.start();
        lag.awaitPast(app.name(), mark);
        recoveriesMs.add((System.nanoTime() - killed) / 1_000_000);
      }
      System.out.println("KillIT round " + round + " of " + ROUNDS + ": acked=" + load.acked());
    }
    return recoveriesMs;
  }
}
