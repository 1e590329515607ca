package io.floodwall.client;

import io.floodwall.core.tree.TileId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads what receipts are made from: checkpoints, cosignatures and tiles as they come, entries from
 * a time on and only when told, older tiles one by one.
 *
 * <p>At the start it reads the end of {@code checkpoints} and {@code cosignatures}, and nothing of
 * the rest.
 */
final class LedgerFeed implements AutoCloseable {
  /** How far the clocks of those who write {@code admitted} and {@code ledger} may differ. */
  static final long SKEW_MAX_MS = 10_000;

  private static final long TAIL = 200;
  private static final long CHUNK_MIN = 256;
  private static final long NEAR_MAX = 4_096;
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WallClient wall;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> tail;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> seeker;
  private final int partitions;
  private final Map<String, Kind> kinds;

  /** What a record is, by its topic. */
  enum Kind {
    CHECKPOINT,
    COSIGNATURE,
    TILE,
    ENTRY
  }

  LedgerFeed(WallClient wall) {
    this.wall = wall;
    this.tail = wall.consumer();
    this.seeker = wall.consumer();
    this.partitions = wall.partitions(tail);
    this.kinds =
        Map.of(
            wall.topics().checkpoints(), Kind.CHECKPOINT,
            wall.topics().cosignatures(), Kind.COSIGNATURE,
            wall.topics().tiles(), Kind.TILE,
            wall.topics().ledger(), Kind.ENTRY);
  }

  int partitions() {
    return partitions;
  }

  Kind kind(ConsumerRecord<byte[], byte[]> record) {
    Kind kind = kinds.get(record.topic());
    if (kind == null) {
      throw new IllegalStateException("nobody asked for " + record.topic());
    }
    return kind;
  }

  /**
   * Reads the newest checkpoints, further back where {@code isEnough} says that those were none,
   * and stands at the end of the rest.
   */
  void start(Consumer<ConsumerRecord<byte[], byte[]>> checkpoints, IntPredicate isEnough) {
    List<TopicPartition> heads = all(wall.topics().checkpoints());
    tail.assign(heads);
    Map<TopicPartition, Long> begins = tail.beginningOffsets(heads);
    Map<TopicPartition, Long> ends = tail.endOffsets(heads);
    heads.forEach(p -> tail.seek(p, Math.max(begins.get(p), ends.get(p) - TAIL)));
    readTo(ends, checkpoints);
    List<TopicPartition> none = heads.stream().filter(p -> !isEnough.test(p.partition())).toList();
    if (!none.isEmpty()) {
      none.forEach(p -> tail.seek(p, begins.get(p)));
      readTo(ends, checkpoints);
    }
    var everything = new ArrayList<>(heads);
    List<TopicPartition> tiles = all(wall.topics().tiles());
    List<TopicPartition> cosignatures = all(wall.topics().cosignatures());
    List<TopicPartition> entries = all(wall.topics().ledger());
    everything.addAll(tiles);
    everything.addAll(cosignatures);
    everything.addAll(entries);
    tail.assign(everything);
    tail.endOffsets(tiles).forEach(tail::seek);
    tail.endOffsets(entries).forEach(tail::seek);
    tail.pause(entries);
    Map<TopicPartition, Long> first = tail.beginningOffsets(cosignatures);
    tail.endOffsets(cosignatures)
        .forEach((p, end) -> tail.seek(p, Math.max(first.get(p), end - TAIL)));
  }

  private void readTo(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream().anyMatch(e -> tail.position(e.getKey()) < e.getValue())) {
      requireTime(deadline, wall.topics().checkpoints());
      tail.poll(STEP).forEach(sink);
    }
  }

  ConsumerRecords<byte[], byte[]> poll() {
    return tail.poll(Duration.ZERO);
  }

  /** Reads entries on, or holds still. */
  void readEntries(int partition, boolean on) {
    var ledger = List.of(new TopicPartition(wall.topics().ledger(), partition));
    if (on) {
      tail.resume(ledger);
    } else {
      tail.pause(ledger);
    }
  }

  /** Goes to where entries of this time are, or a little before. */
  void seekEntries(int partition, long timeMs) {
    var ledger = new TopicPartition(wall.topics().ledger(), partition);
    long end = tail.endOffsets(List.of(ledger)).get(ledger);
    tail.seek(ledger, at(ledger, timeMs - SKEW_MAX_MS).orElse(end));
  }

  private OptionalLong at(TopicPartition partition, long timeMs) {
    OffsetAndTimestamp found =
        seeker.offsetsForTimes(Map.of(partition, Math.max(0, timeMs))).get(partition);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  /** Looks for tiles of a partition: from their time on, then back from the end. */
  TileShelf.Lookup lookup(int partition) {
    var tiles = new TopicPartition(wall.topics().tiles(), partition);
    return (shelf, wanted, width, nearMs) -> find(tiles, shelf, wanted, width, nearMs);
  }

  private void find(TopicPartition tiles, TileShelf shelf, TileId wanted, int width, long nearMs) {
    seeker.assign(List.of(tiles));
    long begin = seeker.beginningOffsets(List.of(tiles)).get(tiles);
    long end = seeker.endOffsets(List.of(tiles)).get(tiles);
    if (nearMs > 0) {
      long from = at(tiles, nearMs).orElse(end);
      scan(tiles, from, Math.min(end, from + NEAR_MAX), shelf, wanted, width);
    }
    long chunk = CHUNK_MIN;
    long to = end;
    while (to > begin && !shelf.has(wanted, width)) {
      long from = Math.max(begin, to - chunk);
      scan(tiles, from, to, shelf, wanted, width);
      to = from;
      chunk *= 2;
    }
  }

  private void scan(
      TopicPartition tiles, long from, long to, TileShelf shelf, TileId wanted, int width) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    seeker.seek(tiles, from);
    while (seeker.position(tiles) < to && !shelf.has(wanted, width)) {
      requireTime(deadline, tiles.toString());
      seeker.poll(STEP).forEach(record -> shelf.putIf(wanted, record));
    }
  }

  private static void requireTime(long deadline, String what) {
    if (System.nanoTime() - deadline > 0) {
      throw new TimeoutException(what + " cannot be read");
    }
  }

  private List<TopicPartition> all(String topic) {
    var all = new ArrayList<TopicPartition>();
    for (int p = 0; p < partitions; p++) {
      all.add(new TopicPartition(topic, p));
    }
    return all;
  }

  @Override
  public void close() {
    tail.close();
    seeker.close();
  }
}
