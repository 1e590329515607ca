package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.StartException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions whole, one after the other, so that damage in one is known to be in that one.
 *
 * <p>Where damage is such that the client cannot even step over it, the rest of the partition is
 * told as unreadable and the reading goes on with the next. A broker that serves damaged lengths
 * sends nothing that parses, and nothing else: that is damage too, if it still answers.
 */
public final class DamageTolerantReader {
  private final Wall wall;

  public DamageTolerantReader(Wall wall) {
    this.wall = wall;
  }

  /** Reads them all; {@code sink} hears of progress over all of them. */
  public void read(Collection<TopicPartition> partitions, TopicReader.Sink sink) {
    Map<TopicPartition, Long> begins;
    Map<TopicPartition, Long> ends;
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      begins = new HashMap<>(consumer.beginningOffsets(partitions));
      ends = consumer.endOffsets(partitions);
    }
    var lengths = new HashMap<>(ends);
    begins.forEach((partition, begin) -> lengths.merge(partition, -begin, Math::addExact));
    var tracked = new Tracked(sink, lengths.values().stream().mapToLong(Long::longValue).sum());
    for (TopicPartition partition : partitions) {
      tracked.at = begins.getOrDefault(partition, 0L);
      readOne(partition, ends.getOrDefault(partition, 0L), tracked);
      tracked.before += lengths.getOrDefault(partition, 0L);
    }
  }

  private void readOne(TopicPartition partition, long end, Tracked sink) {
    try {
      new TopicReader(wall).read(List.of(partition), sink);
    } catch (KafkaException e) {
      KafkaException damage = damage(e);
      if (damage == null) {
        throw e;
      }
      while (sink.at < end) {
        sink.unreadable(partition, sink.at, damage);
      }
    }
  }

  /** What of a failure is damage, or null when it is something else. */
  private @Nullable KafkaException damage(KafkaException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptRecordException || cause instanceof InvalidRecordException) {
        return (KafkaException) cause;
      }
    }
    return failure instanceof TimeoutException && brokerAnswers()
        ? new KafkaException("the broker answers and sends nothing from here on that can be read")
        : null;
  }

  private boolean brokerAnswers() {
    try {
      wall.cluster().get(wall.cluster().admin().describeCluster().clusterId());
      return true;
    } catch (KafkaException | StartException e) {
      return false;
    }
  }

  /** Remembers how far it has come. */
  private static final class Tracked implements TopicReader.Sink {
    private final TopicReader.Sink sink;
    private final long total;
    private long before;
    private long at;

    Tracked(TopicReader.Sink sink, long total) {
      this.sink = sink;
      this.total = total;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      at = record.offset() + 1;
      sink.record(record);
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {
      at = offset + 1;
      sink.unreadable(partition, offset, why);
    }

    @Override
    public void progress(long done, long ofThis) {
      sink.progress(Math.min(total, before + done), total);
    }
  }
}
