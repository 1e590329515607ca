package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.LocalWall;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * How a benchmark is run.
 *
 * @param intents in a round
 * @param warmUp intents through each lane before the first round that counts
 * @param quickMs for how long after the start of this process a short run may go on; 0 for a full
 *     one
 * @param more keys for the wall's applications
 */
record BenchSettings(
    int intents,
    int warmUp,
    int rounds,
    int agents,
    int partitions,
    long commitMs,
    long quickMs,
    Map<String, String> more) {

  BenchSettings {
    more = Map.copyOf(more);
    within("--intents", intents, 1, 5_000_000);
    within("--warm-up", warmUp, 0, 50_000_000);
    within("--rounds", rounds, 1, 1_000);
    within("--agents", agents, 1, 10_000_000);
    within("--partitions", partitions, 1, 1_000);
    within("--commit-ms", commitMs, 1, 10_000);
    more.keySet().forEach(BenchSettings::requireKnown);
  }

  /** What an application passes on to Kafka it checks itself. */
  private static void requireKnown(String key) {
    if (key.startsWith("floodwall.")
        && LocalWall.APPS.stream().noneMatch(app -> app.configDef().names().contains(key))) {
      throw CommandException.usage(
          "--set: no application knows " + key + "; docs/configuration.md lists the keys");
    }
  }

  private static void within(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw CommandException.usage(option + " must be " + min + " to " + max + ", got " + value);
    }
  }

  /** These settings with another commit interval. */
  BenchSettings withCommitMs(long ms) {
    return new BenchSettings(intents, warmUp, rounds, agents, partitions, ms, quickMs, more);
  }

  /** These settings with another number of partitions. */
  BenchSettings withPartitions(int count) {
    return new BenchSettings(intents, warmUp, rounds, agents, count, commitMs, quickMs, more);
  }

  /** These settings with another number of intents before the first round that counts. */
  BenchSettings withWarmUp(int count) {
    return new BenchSettings(intents, count, rounds, agents, partitions, commitMs, quickMs, more);
  }

  /** These settings with another number of intents in a round. */
  BenchSettings withIntents(int count) {
    return new BenchSettings(count, warmUp, rounds, agents, partitions, commitMs, quickMs, more);
  }

  boolean isQuick() {
    return quickMs > 0;
  }

  /** Since this process was started. */
  static long spentMs() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  /** Whether the time of a short run is spent. */
  boolean isOver() {
    return isQuick() && spentMs() > quickMs;
  }

  ObjectNode json() {
    var own = Json.object();
    more.forEach(own::put);
    var json =
        Json.object()
            .put("quick", isQuick())
            .put("warm_up_intents", warmUp)
            .put("agents", agents)
            .put("partitions", partitions)
            .put("commit_interval_ms", commitMs)
            .put("processing_guarantee", "exactly_once_v2")
            .put("acks", "all");
    json.set("more", own);
    return json;
  }
}
