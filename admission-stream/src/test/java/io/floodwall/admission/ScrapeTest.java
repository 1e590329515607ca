package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Control;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a scrape of admission shows, and that it does not grow with the number of agents.
 *
 * <p>{@code -Dfloodwall.agents=1000000} drives that many, and tells on stderr how long a scrape
 * takes then; docs/metrics.md has the figure.
 */
final class ScrapeTest {
  private static final int AGENTS = Integer.getInteger("floodwall.agents", 20_000);
  private static final int SCRAPES = 101;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  @TempDir private Path folder;

  /** Every agent sends one intent; all of them fit into the room. */
  private Task flooded(String name, int agents) {
    var task =
        new Task(
            0,
            1,
            folder.resolve(name),
            AdmissionConfig.ROOM_CAPACITY,
            Integer.toString(AGENTS / 2),
            AdmissionConfig.SWEEP_MAX,
            "100000",
            AdmissionConfig.RELEASE_PER_SECOND,
            "1");
    for (int i = 0; i < agents; i++) {
      task.offer(Draft.of("agent-" + i, "intent-" + i), Wall.T0);
      task.sent();
    }
    return task;
  }

  /** Every series, without its value. */
  private static Set<String> series(Task task) {
    return task.scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static double value(Task task, String series) {
    List<String> found =
        task.scrape().lines().filter(line -> line.startsWith(series + "{")).toList();
    return found.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void seriesAreTheSameForTenAgentsAndForAFleet() {
    try (Task few = flooded("few", 10);
        Task fleet = flooded("fleet", AGENTS)) {
      assertThat(value(fleet, "floodwall_intents_total")).isEqualTo(AGENTS);
      assertThat(series(fleet)).isEqualTo(series(few));
      assertThat(fleet.scrape()).doesNotContain("agent-", "intent-");

      var tookNs = new long[SCRAPES];
      for (int i = 0; i < SCRAPES; i++) {
        long start = System.nanoTime();
        fleet.scrape();
        tookNs[i] = System.nanoTime() - start;
      }
      Arrays.sort(tookNs);
      System.err.printf(
          "%d agents, %d series; a scrape takes %.2f ms (median of %d, longest %.2f ms)%n",
          AGENTS,
          series(fleet).size(),
          tookNs[SCRAPES / 2] / 1e6,
          SCRAPES,
          tookNs[SCRAPES - 1] / 1e6);
    }
  }

  @Test
  void roundOfSweepsCountsTheAgents() {
    try (Task task = flooded("counted", 50)) {
      assertThat(value(task, "floodwall_agents")).isZero();
      task.advance(SWEEP);
      assertThat(value(task, "floodwall_agents")).isEqualTo(50);
    }
  }

  @Test
  void roomValveAndRefusalsAreTold() {
    try (Task task =
        new Task(
            0,
            1,
            folder.resolve("room"),
            AdmissionConfig.ROOM_CAPACITY,
            "2",
            AdmissionConfig.RELEASE_PER_SECOND,
            "1")) {
      task.order(Control.valve(true, "incident", "ops", null));
      for (int i = 0; i < 3; i++) {
        task.offer(Draft.of("agent-" + i, "intent"), Wall.T0);
      }
      task.send("agent", new byte[] {1}, Wall.T0);
      task.advance(SWEEP);
      assertThat(value(task, "floodwall_room_depth")).isEqualTo(2);
      assertThat(value(task, "floodwall_room_capacity")).isEqualTo(2);
      assertThat(value(task, "floodwall_valve_closed")).isEqualTo(1);
      assertThat(value(task, "floodwall_waited_total")).isEqualTo(2);
      assertThat(value(task, "floodwall_released_total")).isZero();
      assertThat(task.scrape())
          .contains("reason=\"BACKPRESSURE\",wall=\"floodwall\"} 1.0")
          .contains(
              "floodwall_dead_letters_total{app=\"admission\",reason=\"MALFORMED\",wall=\"floodwall\"}"
                  + " 1.0");
    }
  }

  @Test
  void partitionThatMovesAwayTakesItsGaugesWithItAndLeavesTheCounters() {
    try (Task task = flooded("moved", 3)) {
      task.restart();
      assertThat(value(task, "floodwall_room_depth")).isEqualTo(3);
      task.leave();
      assertThat(task.scrape()).doesNotContain("partition=").contains("floodwall_intents_total");
      task.restart();
    }
  }
}
