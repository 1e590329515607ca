package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.audit.Discrepancies;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads whole topics for an audit: each up to a moment at which all that was under way in it has
 * ended. What cannot be read or used is a finding.
 */
final class AuditReading {
  private final OpenLedger ledger;
  private final Settled settled;
  private final Discrepancies found;
  private final DataOut talk;
  private final BiConsumer<Long, Long> progress;
  private final SortedMap<String, Long> taken = new TreeMap<>();

  AuditReading(
      OpenLedger ledger,
      Settled settled,
      Discrepancies found,
      DataOut talk,
      BiConsumer<Long, Long> progress) {
    this.ledger = ledger;
    this.settled = settled;
    this.found = found;
    this.talk = talk;
    this.progress = progress;
  }

  /** What is done with a record. */
  interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  /** Reads a topic up to now, if it is there. */
  void each(String topic, Reader reader) {
    if (!ledger.has(topic)) {
      talk.text("there is no topic '" + topic + "': it counts as empty");
      return;
    }
    List<TopicPartition> all = new TopicReader(ledger.wall()).partitionsOf(topic);
    settle(all);
    new DamageTolerantReader(ledger.wall()).read(all, new Records(reader));
  }

  /** Reads a topic of the wall up to now, and keeps in mind what retention has taken of it. */
  void eachLeft(String topic, Reader reader) {
    begins(topic)
        .forEach(
            (partition, begin) -> {
              if (begin > 0) {
                taken.put(new TopicPartition(topic, partition).toString(), begin);
              }
            });
    each(topic, reader);
  }

  /** Waits until all that is under way there has ended, and says so where that does not happen. */
  void settle(List<TopicPartition> all) {
    if (!settled.await(all)) {
      talk.text(
          all.get(0).topic()
              + ": a transaction stays open; what lies behind it cannot be seen, and counts as not"
              + " there");
    }
  }

  /** The first offset left of each partition; nothing when there is no such topic. */
  Map<Integer, Long> begins(String topic) {
    var begins = new TreeMap<Integer, Long>();
    if (ledger.has(topic)) {
      settled
          .begins(new TopicReader(ledger.wall()).partitionsOf(topic))
          .forEach((partition, begin) -> begins.put(partition.partition(), begin));
    }
    return begins;
  }

  /** The first offset left of every partition that retention has taken from. */
  SortedMap<String, Long> taken() {
    return taken;
  }

  /** Whether an application would have written this record under its key and in its partition. */
  boolean isAtHome(int source, String agent, ConsumerRecord<byte[], byte[]> record) {
    byte[] key = agent.isEmpty() ? null : agent.getBytes(StandardCharsets.UTF_8);
    boolean isHome = source == record.partition() && Arrays.equals(key, record.key());
    if (!isHome) {
      found.stray(
          record.partition(), Where.of(record), "it names another partition or agent than its own");
    }
    return isHome;
  }

  /** Whether this can be an offset. */
  boolean isOffset(long offset, ConsumerRecord<byte[], byte[]> record) {
    if (offset < 0) {
      found.stray(record.partition(), Where.of(record), "it names the offset " + offset);
    }
    return offset >= 0;
  }

  /** Hands over a record; one that does not decode is a finding. */
  void safely(Reader reader, ConsumerRecord<byte[], byte[]> record) {
    try {
      reader.read(record);
    } catch (MalformedRecordException | IllegalArgumentException e) {
      found.stray(record.partition(), Where.of(record), "it does not decode: " + e.getMessage());
    }
  }

  private final class Records implements TopicReader.Sink {
    private final Reader reader;

    Records(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      safely(reader, record);
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {
      found.unreadable(
          partition.partition(),
          Where.of(partition.topic(), partition.partition(), offset),
          Where.why(why));
    }

    @Override
    public void progress(long done, long total) {
      progress.accept(done, total);
    }
  }
}
