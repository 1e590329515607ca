package io.floodwall.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were given before the client listened: for a duplicate, those to its first record.
 *
 * <p>Where they start is found from the intents topic's time index, which needs no right to read
 * intents: an answer is never older than its intent. One pass at a time, a poll a step, so that the
 * reading of new answers goes on beside it.
 */
final class PastAnswers implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  /** Brokers stamp intents and applications stamp answers: so far may their clocks be apart. */
  private static final long CLOCK_SLACK_MS = 60_000;

  private static final long SEARCH_STOPS_AT_MS = 1_000;

  private final WallClient wall;
  private final Answers answers;
  private final Map<Integer, Long> wanted = new TreeMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  PastAnswers(WallClient wall, Answers answers) {
    this.wall = wall;
    this.answers = answers;
  }

  /** Asks for the answers to all intents from these offsets on, by partition. */
  void want(Map<Integer, Long> fromOffsets) {
    fromOffsets.forEach((partition, offset) -> wanted.merge(partition, offset, Math::min));
  }

  /** Reads on; answers whether there is more to do. */
  boolean step() {
    if (ends.isEmpty()) {
      if (wanted.isEmpty()) {
        return false;
      }
      start();
    }
    Consumer<byte[], byte[]> reading = open();
    poll(reading);
    for (TopicPartition partition : List.copyOf(ends.keySet())) {
      if (reading.position(partition) >= ends.getOrDefault(partition, 0L)) {
        ends.remove(partition);
        reading.pause(List.of(partition));
      }
    }
    return !ends.isEmpty() || !wanted.isEmpty();
  }

  private void poll(Consumer<byte[], byte[]> reading) {
    try {
      reading.poll(POLL).forEach(answers::hear);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      if (!Unreadable.isSteppedOver(reading, e)) {
        throw e;
      }
    }
  }

  private void start() {
    Consumer<byte[], byte[]> reading = open();
    var from = new HashMap<TopicPartition, Long>();
    var sources = new ArrayList<TopicPartition>();
    wanted.forEach(
        (partition, offset) -> {
          long since = appendedMs(reading, partition, offset) - CLOCK_SLACK_MS;
          for (String topic : AnswerReader.topics(wall.topics())) {
            sources.add(new TopicPartition(topic, partition));
            from.put(new TopicPartition(topic, partition), Math.max(0, since));
          }
        });
    Map<TopicPartition, OffsetAndTimestamp> begin = reading.offsetsForTimes(from);
    Map<TopicPartition, Long> end = reading.endOffsets(sources);
    reading.assign(sources);
    reading.resume(sources); // a pass leaves them paused
    for (TopicPartition source : sources) {
      OffsetAndTimestamp first = begin.get(source);
      long last = end.getOrDefault(source, 0L);
      if (first == null || first.offset() >= last) {
        reading.pause(List.of(source));
        reading.seek(source, last);
      } else {
        reading.seek(source, first.offset());
        ends.put(source, last);
      }
    }
    wanted.clear();
  }

  /** No later than when the intent at {@code offset} was appended, by bisection over time. */
  private long appendedMs(Consumer<byte[], byte[]> reading, int partition, long offset) {
    var intents = new TopicPartition(wall.topics().intents(), partition);
    long low = 0;
    long high = System.currentTimeMillis() + CLOCK_SLACK_MS;
    while (high - low > SEARCH_STOPS_AT_MS) {
      long middle = low + (high - low) / 2;
      OffsetAndTimestamp found = reading.offsetsForTimes(Map.of(intents, middle)).get(intents);
      if (found == null || found.offset() > offset) {
        high = middle;
      } else if (found.offset() == offset) {
        return found.timestamp();
      } else {
        low = Math.max(middle, found.timestamp());
      }
    }
    return low;
  }

  private Consumer<byte[], byte[]> open() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading == null) {
      reading = wall.consumer();
      consumer = reading;
    }
    return reading;
  }

  /** Ends what it waits for. */
  void wakeup() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
  }

  @Override
  public void close() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.close();
    }
  }
}
