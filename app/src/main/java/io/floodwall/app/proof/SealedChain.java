package io.floodwall.app.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.ledger.DamageTolerantReader;
import io.floodwall.app.ledger.Where;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.ChainExam;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** One chain as it lies on a wall's topics: what was signed about it, and its entries. */
public final class SealedChain {
  private final Wall wall;
  private final int partition;
  private final Set<String> topics;

  /** The chain of {@code partition}. */
  public SealedChain(Wall wall, int partition) {
    this.wall = wall;
    this.partition = partition;
    this.topics = wall.cluster().get(wall.cluster().admin().listTopics().names());
  }

  /** A signed note as it is stored. */
  record Stored(String key, SignedNote note, Bytes bytes) {}

  /** Takes what {@link #notes} finds. */
  interface NoteSink {
    void note(Stored stored);

    void unreadable(String problem);
  }

  /** Reads a topic of signed notes whole. */
  void notes(String topic, NoteSink sink) {
    read(
        topic,
        new TopicReader.Sink() {
          @Override
          public void record(ConsumerRecord<byte[], byte[]> record) {
            String place = Where.of(record);
            if (record.value() == null || record.key() == null) {
              sink.unreadable(place + ": the record was deleted");
              return;
            }
            try {
              sink.note(
                  new Stored(
                      new String(record.key(), UTF_8),
                      SignedNote.parse(record.value()),
                      Bytes.copyOf(record.value())));
            } catch (FormatException e) {
              sink.unreadable(place + ": " + e.getMessage());
            }
          }

          @Override
          public void unreadable(TopicPartition at, long offset, KafkaException why) {
            sink.unreadable(topic + "@" + offset + ": " + Where.why(why));
          }
        });
  }

  /**
   * Tells {@code exam} what was signed. Cosignatures are read first and told last: what was
   * cosigned meanwhile, on a wall that runs, would be one without its checkpoint.
   */
  public void tell(ChainExam exam) {
    List<Runnable> cosigned = new ArrayList<>();
    notes(
        wall.topics().cosignatures(),
        new NoteSink() {
          @Override
          public void note(Stored stored) {
            cosigned.add(() -> exam.cosignature(stored.note()));
          }

          @Override
          public void unreadable(String problem) {
            cosigned.add(() -> exam.unreadableCosignature(problem));
          }
        });
    notes(
        wall.topics().checkpoints(),
        new NoteSink() {
          @Override
          public void note(Stored stored) {
            exam.checkpoint(stored.note());
          }

          @Override
          public void unreadable(String problem) {
            exam.unreadableCheckpoint(problem);
          }
        });
    cosigned.forEach(Runnable::run);
  }

  /** Reads the entries, in order, to {@code sink}, and tells {@code exam} of them. */
  public void entries(ChainExam exam, Consumer<LedgerEntry> sink, BiConsumer<Long, Long> progress) {
    read(
        wall.topics().ledger(),
        new TopicReader.Sink() {
          @Override
          public void record(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
              exam.unreadableEntry(Where.of(record) + ": the record was deleted");
              return;
            }
            try {
              LedgerEntry entry = wall.codecs().ledgerEntry().decode(record.value());
              String key = LedgerEntry.key(partition, entry.seq());
              if (!key.equals(Where.key(record))) {
                exam.fault(Where.of(record) + ": the key is not " + key);
              }
              exam.entry(entry);
              sink.accept(entry);
            } catch (MalformedRecordException e) {
              exam.unreadableEntry(Where.of(record) + ": " + e.getMessage());
            }
          }

          @Override
          public void unreadable(TopicPartition at, long offset, KafkaException why) {
            exam.unreadableEntry(at + "@" + offset + ": " + Where.why(why));
          }

          @Override
          public void progress(long done, long total) {
            progress.accept(done, total);
          }
        });
  }

  /** Reads this chain's partition of a topic, over damage; an older wall lacks some topics. */
  void read(String topic, TopicReader.Sink sink) {
    if (topics.contains(topic)) {
      new DamageTolerantReader(wall).read(List.of(new TopicPartition(topic, partition)), sink);
    }
  }
}
