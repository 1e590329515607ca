package io.floodwall.runtime;

import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;

/**
 * Which of Kafka's own metrics are shown.
 *
 * <p>Kafka Streams has thousands per instance, most of them per task, node and store; these are the
 * ones that tell whether an application keeps up, commits, and is alone at its work.
 */
final class KafkaMeters {
  private static final String KAFKA = "kafka.";

  /** Their names as Micrometer has them. */
  static final Set<String> ALLOWED =
      Set.of(
          "kafka.consumer.coordinator.assigned.partitions",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.consumer.coordinator.last.rebalance.seconds.ago",
          "kafka.consumer.coordinator.rebalance.latency.max",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.fetch.manager.bytes.consumed.total",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.producer.record.error.total",
          "kafka.producer.record.retry.total",
          "kafka.producer.record.send.total",
          "kafka.producer.request.latency.avg",
          "kafka.producer.txn.abort.time.ns.total",
          "kafka.producer.txn.commit.time.ns.total",
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.thread.blocked.time.ns.total",
          "kafka.stream.thread.commit.latency.avg",
          "kafka.stream.thread.commit.latency.max",
          "kafka.stream.thread.commit.total",
          "kafka.stream.thread.poll.records.avg",
          "kafka.stream.thread.process.latency.avg",
          "kafka.stream.thread.process.total",
          "kafka.stream.thread.punctuate.latency.max",
          "kafka.stream.thread.task.closed.total");

  private KafkaMeters() {}

  /** Turns away every meter of Kafka's that is not {@link #ALLOWED}. */
  static MeterFilter allowed() {
    return MeterFilter.deny(
        id -> id.getName().startsWith(KAFKA) && !ALLOWED.contains(id.getName()));
  }
}
