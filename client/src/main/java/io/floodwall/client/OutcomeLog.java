package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads what is committed of a partition of {@code outcomes}, up to where it ends. */
final class OutcomeLog {
  private static final Duration STEP = Duration.ofMillis(50);

  /** How long an open transaction may hold a reader up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WallClient wall;

  OutcomeLog(WallClient wall) {
    this.wall = wall;
  }

  /**
   * Gives every outcome from {@code from} on with its offset, and waits for transactions that are
   * open: one of them may belong to the deployer that was here before.
   *
   * @return where the partition ended
   */
  long read(int partition, long from, BiConsumer<Long, Outcome> sink) {
    var outcomes = new TopicPartition(wall.topics().outcomes(), partition);
    long end = wall.end(outcomes);
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      consumer.assign(List.of(outcomes));
      long begin = consumer.beginningOffsets(List.of(outcomes)).get(outcomes);
      consumer.seek(outcomes, Math.max(begin, from));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(outcomes) < end) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              outcomes + " cannot be read to its end: a transaction stays open");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(STEP)) {
          take(record, sink);
        }
      }
    }
    return end;
  }

  /** What stands unknown in all partitions, as long as the topic is kept. */
  List<Outcome> unknown() {
    var standing = new LinkedHashMap<Hash, Outcome>();
    int partitions;
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      partitions = wall.partitions(consumer);
    }
    for (int p = 0; p < partitions; p++) {
      read(p, 0, (at, o) -> standing.merge(o.decision(), o, Standing::after));
    }
    return standing.values().stream()
        .filter(outcome -> outcome.result() == Outcome.Result.UNKNOWN)
        .toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> record, BiConsumer<Long, Outcome> sink) {
    try {
      Outcome outcome = wall.codecs().outcome().decode(record.value());
      if (outcome.sourcePartition() == record.partition()) {
        sink.accept(record.offset(), outcome);
      }
    } catch (MalformedRecordException e) {
      // what does not decode says nothing of any attempt; the ledger keeps it as a dead letter
    }
  }
}
