package io.floodwall.client;

import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Up to which decision of each partition every one has its ledger entry, as the heads tell. */
final class InForceByHead implements InForce {
  private static final long TAIL = 200;

  private final WallClient wall;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<Integer, Long> through = new HashMap<>();

  InForceByHead(WallClient wall) {
    this.wall = wall;
    this.consumer = wall.consumer();
    String heads = wall.topics().heads();
    List<TopicPartition> partitions = new ArrayList<>();
    for (int p = 0; p < wall.partitions(consumer); p++) {
      partitions.add(new TopicPartition(heads, p));
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    partitions.forEach(p -> consumer.seek(p, Math.max(begins.get(p), ends.get(p) - TAIL)));
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      read(Duration.ofMillis(20));
    }
    partitions.stream()
        .filter(p -> !through.containsKey(p.partition()))
        .forEach(p -> consumer.seek(p, begins.get(p)));
  }

  @Override
  public void update() {
    read(Duration.ZERO);
  }

  private void read(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        PublishedHead head = wall.codecs().head().decode(record.value());
        if (head.partition() == record.partition()) {
          through.put(head.partition(), head.decisionsThrough());
        }
      } catch (MalformedRecordException e) {
        // a head that does not decode puts nothing in force
      }
    }
  }

  /** The highest number of a partition up to which all are in force, or -1. */
  long through(int partition) {
    return through.getOrDefault(partition, -1L);
  }

  @Override
  public Optional<Cleared> clear(Admitted one) {
    return one.decision().decisionSeq() <= through(one.partition())
        ? Optional.of(Cleared.BY_HEAD)
        : Optional.empty();
  }

  @Override
  public void requireSound() {
    // a head says nothing against the ledger
  }

  @Override
  public void close() {
    consumer.close();
  }
}
