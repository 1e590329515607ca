package io.floodwall.app.bench;

import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Reads what is committed at one mark, and takes the time of every intent that passes it. */
final class Observer implements Runnable {
  private final Wall wall;
  private final Mark mark;
  private final Due due;
  private final AtomicLong start;
  private final CountDownLatch looking;
  private final long[] passed; // by partition
  private final long[] latencies;
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean stopped;

  Observer(Wall wall, Mark mark, Due due, AtomicLong start, CountDownLatch looking) {
    this.wall = wall;
    this.mark = mark;
    this.due = due;
    this.start = start;
    this.looking = looking;
    this.passed = new long[due.nanos().length];
    this.latencies = new long[due.intents()];
  }

  @Override
  public void run() {
    try (Consumer<byte[], byte[]> reader = wall.consumer()) {
      WholeTopic.fromItsEnd(reader, mark.topic(wall.topics()));
      looking.countDown();
      while (count.get() < latencies.length && !stopped) {
        var records = reader.poll(Duration.ofMillis(20));
        long now = System.nanoTime() - start.get();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          pass(record, now);
        }
      }
    } catch (MalformedRecordException e) {
      throw new KafkaException("a head does not decode", e);
    } finally {
      looking.countDown();
    }
  }

  private void pass(ConsumerRecord<byte[], byte[]> record, long now)
      throws MalformedRecordException {
    int p = record.partition();
    long before = due.decidedBefore()[p];
    long upTo = mark.passedWith(record, passed[p], before, wall.codecs().head());
    while (passed[p] < upTo && passed[p] < due.nanos()[p].length) {
      latencies[count.getAndIncrement()] = now - due.nanos()[p][(int) passed[p]];
      passed[p]++;
    }
  }

  void stop() {
    stopped = true;
  }

  /** What passed; an intent that did not within the patience is an error. */
  Percentiles passed() {
    int all = count.get();
    if (all < latencies.length) {
      throw new KafkaException(
          "only " + all + " of " + latencies.length + " intents were " + mark + " in time");
    }
    return Percentiles.of(latencies);
  }
}
