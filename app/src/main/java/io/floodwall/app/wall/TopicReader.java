package io.floodwall.app.wall;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
