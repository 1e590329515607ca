package io.floodwall.app.bench;

import io.floodwall.app.wall.Wall;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Reads how far a lane's ledger is sealed, and waits for it. */
final class Seals {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private Seals() {}

  /** How many entries the checkpoint in {@code record} covers. */
  static long size(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Checkpoint.parse(SignedNote.parse(record.value()).text()).size();
    } catch (FormatException e) {
      throw new KafkaException("a checkpoint does not parse", e);
    }
  }

  /** Waits until {@code entries} are under checkpoints; answers the seconds it took. */
  static double await(Wall wall, long entries) {
    long start = System.nanoTime();
    var sizes = new long[wall.partitions()];
    try (Consumer<byte[], byte[]> reader = wall.consumer()) {
      WholeTopic.fromItsBeginning(reader, wall.topics().checkpoints());
      long sealed = 0;
      while (sealed < entries) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          sealed += size(record) - sizes[record.partition()];
          sizes[record.partition()] = size(record);
        }
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw new KafkaException(sealed + " of " + entries + " entries are sealed after 60 s");
        }
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
