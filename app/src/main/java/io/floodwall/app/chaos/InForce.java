package io.floodwall.app.chaos;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A watcher at the end of the ledger who knows the youngest intent with a verdict in force: the
 * clock that recoveries are measured with.
 */
final class InForce implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Wall wall;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong youngestMs = new AtomicLong(-1);
  private final CompletableFuture<Void> done;

  private InForce(Wall wall) {
    this.wall = wall;
    this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "in-force").start());
  }

  static InForce watch(Wall wall) {
    return new InForce(wall);
  }

  /** When the broker appended the youngest intent whose verdict is in force; -1 for none. */
  long youngestMs() {
    return youngestMs.get();
  }

  private void run() {
    List<TopicPartition> partitions = new TopicReader(wall).partitionsOf(wall.topics().ledger());
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      consumer.assign(partitions);
      var from = new HashMap<>(consumer.beginningOffsets(partitions));
      from.forEach(consumer::seek);
      while (!stop.get()) {
        try {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
          for (TopicPartition partition : records.partitions()) {
            look(records.records(partition));
          }
        } catch (KafkaException e) {
          Patience.pause(POLL); // the broker may be the one that is being killed
        }
      }
    }
  }

  /** The last verdict of a batch is of its youngest intent, near enough for a watcher of ends. */
  private void look(List<ConsumerRecord<byte[], byte[]>> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      try {
        LedgerEntry entry = wall.codecs().ledgerEntry().decode(batch.get(i).value());
        if (entry.kind() == EntryKind.VERDICT) {
          var decision = wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
          youngestMs.accumulateAndGet(decision.facts().appendMs(), Math::max);
          return;
        }
      } catch (MalformedRecordException e) {
        return; // the checker will say so
      }
    }
  }

  @Override
  public void close() {
    stop.set(true);
    done.join();
  }
}
