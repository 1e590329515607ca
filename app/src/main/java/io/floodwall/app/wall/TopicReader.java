package io.floodwall.app.wall;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topics from their beginning to where they ended when the reading began: committed records
 * only, in order within a partition.
 */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long STALL_POLLS_MAX = 150;

  /** How far from the end a partition's last record is looked for first, and how much farther. */
  private static final long LAST_OFFSETS = 16;

  private static final long BACK_FACTOR = 16;

  private final Wall wall;

  public TopicReader(Wall wall) {
    this.wall = wall;
  }

  /** What is done with what is read. */
  public interface Sink {
    /** A record, in order within its partition. */
    void record(ConsumerRecord<byte[], byte[]> record);

    /**
     * Bytes that the client cannot read, at {@code offset}: reading goes on behind them where that
     * is possible.
     */
    default void unreadable(TopicPartition partition, long offset, KafkaException why) {
      throw why;
    }

    /** How far it has come, in offsets over all partitions. */
    default void progress(long done, long total) {}
  }

  /**
   * From where to where partitions are read.
   *
   * @param begin the first offset of each
   * @param end the offset behind the last of each
   */
  public record Span(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    public Span {
      begin = Map.copyOf(begin);
      end = Map.copyOf(end);
    }

    /** The first or the last {@code offsets} of each partition, and what is left beside them. */
    public Split split(long offsets, boolean fromTheEnd) {
      var cut = new HashMap<TopicPartition, Long>();
      end.forEach(
          (partition, last) -> {
            long first = Math.min(last, begin.getOrDefault(partition, 0L));
            cut.put(
                partition,
                fromTheEnd ? Math.max(first, last - offsets) : Math.min(last, first + offsets));
          });
      var before = new Span(begin, cut);
      var after = new Span(cut, end);
      return fromTheEnd ? new Split(after, before) : new Split(before, after);
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
      return end.entrySet().stream()
          .allMatch(last -> begin.getOrDefault(last.getKey(), 0L) >= last.getValue());
    }
  }

  /** A part of a span, and the rest of it. */
  public record Split(Span part, Span rest) {}

  /** All partitions of {@code topic}. */
  public List<TopicPartition> partitionsOf(String topic) {
    return wall
        .cluster()
        .get(wall.cluster().admin().describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** Reads {@code partitions} whole. */
  public void read(Collection<TopicPartition> partitions, Sink sink) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      consumer.assign(partitions);
      Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      begin.forEach(consumer::seek);
      new Reading(consumer, begin, end, sink).run();
    }
  }

  /** Where these partitions begin and end now. */
  public Span whole(Collection<TopicPartition> partitions) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      return new Span(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }
  }

  /** From the first record of that time or later to where these partitions end now. */
  public Span since(Collection<TopicPartition> partitions, long timeMs) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      var times = new HashMap<TopicPartition, Long>();
      partitions.forEach(partition -> times.put(partition, Math.max(0, timeMs)));
      var begin = new HashMap<>(end);
      consumer
          .offsetsForTimes(times)
          .forEach(
              (partition, found) -> {
                if (found != null) {
                  begin.merge(partition, found.offset(), Math::min);
                }
              });
      return new Span(begin, end);
    }
  }

  /** Reads a span; what has expired since it was taken is passed over. */
  public void read(Span span, Sink sink) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      consumer.assign(span.end().keySet());
      var begin = new HashMap<>(span.begin());
      consumer
          .beginningOffsets(span.end().keySet())
          .forEach((partition, first) -> begin.merge(partition, first, Math::max));
      begin.forEach(consumer::seek);
      new Reading(consumer, begin, span.end(), sink).run();
    }
  }

  /** The last committed record of each partition that has one. */
  public Map<TopicPartition, ConsumerRecord<byte[], byte[]>> last(
      Collection<TopicPartition> partitions) {
    Span whole = whole(partitions);
    var last = new HashMap<TopicPartition, ConsumerRecord<byte[], byte[]>>();
    var open = new HashMap<>(whole.end());
    for (long back = LAST_OFFSETS; !open.isEmpty(); back *= BACK_FACTOR) {
      var from = new HashMap<TopicPartition, Long>();
      for (var end : open.entrySet()) {
        long first = whole.begin().getOrDefault(end.getKey(), 0L);
        from.put(end.getKey(), Math.max(first, end.getValue() - back));
      }
      read(
          new Span(from, open),
          record -> last.put(new TopicPartition(record.topic(), record.partition()), record));
      open.keySet()
          .removeIf(
              partition ->
                  last.containsKey(partition)
                      || from.getOrDefault(partition, 0L)
                          <= whole.begin().getOrDefault(partition, 0L));
    }
    return last;
  }

  /**
   * Passes on what comes from these offsets on, for as long as {@code goesOn}, which is asked
   * between polls.
   */
  public void follow(Map<TopicPartition, Long> from, Sink sink, BooleanSupplier goesOn) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(sink::record);
      }
    }
  }

  /** One pass: polls until every partition's position has reached its end. */
  private static final class Reading {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> end;
    private final Sink sink;
    private final Set<TopicPartition> open = new HashSet<>();
    private final Map<TopicPartition, Long> position = new HashMap<>();
    private final long start;
    private final long total;

    Reading(
        Consumer<byte[], byte[]> consumer,
        Map<TopicPartition, Long> begin,
        Map<TopicPartition, Long> end,
        Sink sink) {
      this.consumer = consumer;
      this.end = end;
      this.sink = sink;
      this.position.putAll(begin);
      this.start = begin.values().stream().mapToLong(Long::longValue).sum();
      this.total = end.values().stream().mapToLong(Long::longValue).sum() - start;
      begin.forEach(
          (partition, first) -> {
            if (first < end.getOrDefault(partition, 0L)) {
              open.add(partition);
            }
          });
    }

    void run() {
      long stalled = 0;
      while (!open.isEmpty()) {
        boolean moved = step();
        stalled = moved ? 0 : stalled + 1;
        if (stalled > STALL_POLLS_MAX) {
          throw new TimeoutException("no progress while reading " + open);
        }
        sink.progress(position.values().stream().mapToLong(Long::longValue).sum() - start, total);
      }
    }

    private boolean step() {
      ConsumerRecords<byte[], byte[]> records;
      try {
        records = consumer.poll(POLL);
      } catch (TimeoutException e) {
        throw e;
      } catch (KafkaException e) {
        return skipUnreadable(e);
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset()
            < end.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
          sink.record(record);
        }
      }
      return close(!records.isEmpty());
    }

    private boolean close(boolean read) {
      boolean moved = read;
      for (TopicPartition partition : Set.copyOf(open)) {
        long now = consumer.position(partition);
        moved |= position.put(partition, now) != now;
        if (now >= end.getOrDefault(partition, 0L)) {
          open.remove(partition);
          consumer.pause(List.of(partition));
        }
      }
      return moved;
    }

    /**
     * A damaged batch stops the client at its first offset: tell it, and go on behind it, one
     * offset at a time.
     */
    private boolean skipUnreadable(KafkaException why) {
      for (TopicPartition partition : Set.copyOf(open)) {
        long at = consumer.position(partition);
        if (names(why, partition)) {
          sink.unreadable(partition, at, why);
          consumer.seek(partition, at + 1);
          return close(true);
        }
      }
      throw why;
    }

    /** Whether the failure is of this very partition: that of x-1 does not name x-10. */
    private static boolean names(KafkaException why, TopicPartition partition) {
      String whole = "(?<![\\w.-])" + Pattern.quote(partition.toString()) + "(?!\\d)";
      return Pattern.compile(whole).matcher(String.valueOf(why.getMessage())).find();
    }
  }
}
