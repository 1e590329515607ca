package io.floodwall.app.bench;

import io.floodwall.app.wall.Wall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Intents sent through a lane at a steady rate, whatever becomes of those before: each has a moment
 * at which it is due, and its latency counts from there. A lane that falls behind, or a sender that
 * is held up, shows as latency and not as fewer samples.
 */
final class LatencyRun {
  private static final long PATIENCE_MS = 60_000;

  private final Wall wall;
  private final Flood flood;
  private final long gapNanos;
  private final Due due;

  private LatencyRun(Wall wall, Flood flood, int perSecond, Due due) {
    this.wall = wall;
    this.flood = flood;
    this.gapNanos = 1_000_000_000L / perSecond;
    this.due = due;
  }

  /**
   * Sends the flood and waits until all of it has passed every mark.
   *
   * @param decidedBefore how many intents each partition had before
   */
  static Map<Mark, Percentiles> of(
      Wall wall, Flood flood, int perSecond, List<Mark> marks, long[] decidedBefore) {
    var due = Due.of(flood, 1_000_000_000L / perSecond, decidedBefore);
    return new LatencyRun(wall, flood, perSecond, due).measured(marks);
  }

  private Map<Mark, Percentiles> measured(List<Mark> marks) {
    var start = new AtomicLong();
    var looking = new CountDownLatch(marks.size());
    var observers = new ArrayList<Observer>();
    var threads = new ArrayList<Thread>();
    for (Mark mark : marks) {
      var observer = new Observer(wall, mark, due, start, looking);
      observers.add(observer);
      var thread = new Thread(observer, "bench-observer-" + mark);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    try (Producer<byte[], byte[]> agents = agents()) {
      looking.await();
      agents.partitionsFor(wall.topics().intents());
      start.set(System.nanoTime());
      send(agents, start.get());
      var passed = new EnumMap<Mark, Percentiles>(Mark.class);
      for (int i = 0; i < marks.size(); i++) {
        threads.get(i).join(PATIENCE_MS);
        passed.put(marks.get(i), observers.get(i).passed());
      }
      return passed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while measuring", e);
    } finally {
      observers.forEach(Observer::stop);
    }
  }

  private void send(Producer<byte[], byte[]> agents, long start) {
    String topic = wall.topics().intents();
    long next = start;
    for (Flood.Message message : flood.messages()) {
      long wait = next - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = next - System.nanoTime();
      }
      var unused = agents.send(message.to(topic));
      next += gapNanos;
    }
    agents.flush();
  }

  private Producer<byte[], byte[]> agents() {
    return wall.producer(
        Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0, ProducerConfig.CLIENT_ID_CONFIG, FloodRun.SENDER));
  }
}
