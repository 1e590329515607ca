package io.floodwall.app.broker;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The Kafka configuration of an embedded broker: one node, exactly-once ready, quick to start.
 *
 * <p>All listeners bind to 127.0.0.1. The controller's port is always picked by the operating
 * system: as the only voter the node elects itself whatever address it had last time, and writes
 * the new one into the metadata log as it takes office.
 */
final class BrokerProperties {
  static final String HOST = "127.0.0.1";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String NEVER_MS = Long.toString(Duration.ofDays(36_500).toMillis());
  private static final String LONGEST_INT = Integer.toString(Integer.MAX_VALUE);
  private static final String INTERNAL_PARTITIONS = "4";

  private BrokerProperties() {}

  static Map<String, String> of(BrokerFolder folder, BrokerSettings settings, Listeners listeners) {
    Map<String, String> all = new HashMap<>();
    all.putAll(node(folder));
    all.putAll(listeners.properties(settings.port()));
    all.putAll(ONE_REPLICA);
    all.putAll(COORDINATION);
    all.putAll(FOOTPRINT);
    if (settings.readOnlyUse()) {
      all.putAll(NOTHING_EXPIRES);
    }
    return Map.copyOf(all);
  }

  private static Map<String, String> node(BrokerFolder folder) {
    return Map.ofEntries(
        entry("process.roles", "broker,controller"),
        entry("node.id", Integer.toString(folder.nodeId())),
        entry("log.dirs", folder.kafka().toString()),
        entry("controller.listener.names", CONTROLLER_LISTENER),
        entry("controller.quorum.bootstrap.servers", HOST + ":0"),
        entry("controller.quorum.append.linger.ms", "0"),
        entry("server.max.startup.time.ms", Long.toString(Duration.ofMinutes(10).toMillis())),
        entry("auto.create.topics.enable", "false"));
  }

  private static final Map<String, String> ONE_REPLICA =
      Map.ofEntries(
          entry("default.replication.factor", "1"),
          entry("min.insync.replicas", "1"),
          entry("offsets.topic.replication.factor", "1"),
          entry("offsets.topic.num.partitions", INTERNAL_PARTITIONS),
          entry("transaction.state.log.replication.factor", "1"),
          entry("transaction.state.log.min.isr", "1"),
          entry("transaction.state.log.num.partitions", INTERNAL_PARTITIONS),
          entry("share.coordinator.state.topic.replication.factor", "1"),
          entry("share.coordinator.state.topic.min.isr", "1"),
          entry("share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS));

  /** Groups form at once, short sessions are allowed, crashed transactions are aborted quickly. */
  private static final Map<String, String> COORDINATION =
      Map.ofEntries(
          entry("group.initial.rebalance.delay.ms", "0"),
          entry("group.min.session.timeout.ms", "1000"),
          entry("offsets.retention.minutes", LONGEST_INT),
          entry("transactional.id.expiration.ms", LONGEST_INT),
          entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));

  private static final Map<String, String> FOOTPRINT =
      Map.ofEntries(
          entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024)),
          entry("num.network.threads", "2"),
          entry("num.io.threads", "4"),
          entry("background.threads", "2"),
          entry("metric.reporters", ""));

  private static final Map<String, String> NOTHING_EXPIRES =
      Map.ofEntries(
          entry("log.cleaner.enable", "false"),
          entry("log.initial.task.delay.ms", NEVER_MS),
          entry("log.retention.check.interval.ms", NEVER_MS),
          entry("offsets.retention.check.interval.ms", NEVER_MS),
          entry("transaction.remove.expired.transaction.cleanup.interval.ms", LONGEST_INT),
          entry("delete.topic.enable", "false"));
}
