package io.floodwall.app.tamper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.ledger.LedgerApp;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Chain 0 of a wall, record by record as it lies on the topics, to be bent and laid on another
 * broker: what a hand on the disks leaves.
 */
final class RawChain {
  private static final Codecs CODECS = Codecs.pinned();
  private static final List<Function<Topics, String>> TOPICS =
      List.of(
          Topics::admitted,
          Topics::heads,
          Topics::ledger,
          Topics::tiles,
          Topics::checkpoints,
          Topics::cosignatures,
          Topics::intents);

  private final List<List<Row>> rows = new ArrayList<>();

  private RawChain() {}

  /** A record. */
  record Row(String key, @Nullable Bytes value, long timestampMs) {
    static Row of(String key, byte @Nullable [] value, long timestampMs) {
      return new Row(key, value == null ? null : Bytes.copyOf(value), timestampMs);
    }

    byte @Nullable [] bytes() {
      return value == null ? null : value.toArray();
    }

    Row with(byte @Nullable [] other) {
      return of(key, other, timestampMs);
    }

    byte[] present() {
      if (value == null) {
        throw new IllegalStateException(key + " was deleted");
      }
      return value.toArray();
    }
  }

  static RawChain read(Wall wall) {
    var chain = new RawChain();
    var reader = new TopicReader(wall);
    for (Function<Topics, String> topic : TOPICS) {
      var found = new ArrayList<Row>();
      reader.read(
          List.of(new TopicPartition(topic.apply(wall.topics()), 0)),
          record ->
              found.add(
                  Row.of(new String(record.key(), UTF_8), record.value(), record.timestamp())));
      chain.rows.add(found);
    }
    return chain;
  }

  RawChain copy() {
    var copy = new RawChain();
    rows.forEach(list -> copy.rows.add(new ArrayList<>(list)));
    return copy;
  }

  List<Row> entries() {
    return rows.get(2);
  }

  List<Row> checkpoints() {
    return rows.get(4);
  }

  List<Row> cosignatures() {
    return rows.get(5);
  }

  LedgerEntry entry(int seq) {
    try {
      return CODECS.ledgerEntry().decode(entries().get(seq).present());
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A record of {@code entry}, at the time of the one that stands in its place. */
  Row row(LedgerEntry entry) {
    return Row.of(
        LedgerEntry.key(0, entry.seq()),
        CODECS.ledgerEntry().encode(entry),
        entries().get((int) entry.seq()).timestampMs());
  }

  /** The size that was signed last. */
  int signed() {
    String key = checkpoints().get(checkpoints().size() - 1).key();
    return Integer.parseInt(key.substring(key.indexOf('/') + 1));
  }

  /** The one head that the entries lead to, in place of all that were told. */
  RawChain headRewritten(String origin) {
    LedgerEntry last = entry(entries().size() - 1);
    var head = new Chain.Head(last.seq() + 1, last.digest());
    List<Row> heads = rows.get(1);
    Row before = heads.get(heads.size() - 1);
    long verdicts = IntStream.range(0, entries().size()).filter(this::isVerdict).count();
    var told = new PublishedHead(origin, 0, head, verdicts - 1);
    heads.clear();
    heads.add(before.with(CODECS.head().encode(told)));
    return this;
  }

  private boolean isVerdict(int seq) {
    return entry(seq).kind() == EntryKind.VERDICT;
  }

  /** The head that the chain stands at before entry {@code seq}. */
  Chain.Head before(int seq, String origin) {
    return seq == 0 ? Chain.genesis(origin) : new Chain.Head(seq, entry(seq - 1).digest());
  }

  /**
   * Makes a wall's topics on a broker without them, and lays everything there. All of it counts as
   * read.
   */
  void lay(String bootstrap) {
    try (Wall wall =
        Wall.connect(Map.of("bootstrap.servers", bootstrap), Topics.DEFAULT_PREFIX, 60_000)) {
      wall.topicSet().create(1, Optional.empty());
      try (Producer<byte[], byte[]> producer = wall.producer(Map.of("linger.ms", 100))) {
        for (int i = 0; i < TOPICS.size(); i++) {
          String topic = TOPICS.get(i).apply(wall.topics());
          for (Row row : rows.get(i)) {
            var unused =
                producer.send(
                    new ProducerRecord<>(
                        topic, 0, row.timestampMs(), row.key().getBytes(UTF_8), row.bytes()));
          }
        }
        producer.flush();
      }
      countAsRead(wall, AdmissionApp.NAME, wall.topics().intents(), rows.get(6).size());
      countAsRead(wall, LedgerApp.NAME, wall.topics().admitted(), rows.get(0).size());
    }
  }

  private static void countAsRead(Wall wall, String app, String topic, int end) {
    var offsets = Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(end));
    var admin = wall.cluster().admin();
    wall.cluster().get(admin.alterConsumerGroupOffsets(wall.prefix() + app, offsets).all());
  }
}
