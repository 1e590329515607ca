package io.floodwall.app.chaos;

import io.floodwall.app.wall.Wall;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * An open-loop flood: so many intents a second, whatever the wall does, each one in the history.
 */
final class Flood implements AutoCloseable {
  private final Wall wall;
  private final History history;
  private final Random random;
  private final long perSecond;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acked = new AtomicLong();
  private final CompletableFuture<Void> done;

  private Flood(Wall wall, History history, long seed, long perSecond) {
    this.wall = wall;
    this.history = history;
    this.random = new Random(seed);
    this.perSecond = perSecond;
    this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "flood").start());
  }

  static Flood start(Wall wall, History history, long seed, long perSecond) {
    return new Flood(wall, history, seed, perSecond);
  }

  /** How many intents the broker has acknowledged. */
  long acked() {
    return acked.get();
  }

  /** Stops sending and waits for what becomes of everything sent. */
  @Override
  public void close() {
    stop.set(true);
    done.join();
  }

  private void run() {
    try (Producer<byte[], byte[]> agents =
        wall.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 10))) {
      long start = System.nanoTime();
      for (long number = 0; !stop.get(); number++) {
        send(agents, Draw.next(random, number));
        long due = start + number * 1_000_000_000L / perSecond;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
    }
  }

  private void send(Producer<byte[], byte[]> agents, Draw draw) {
    String agent = draw.intent().agent();
    String id = agent + "/" + draw.intent().id();
    byte[] key = agent.getBytes(StandardCharsets.UTF_8);
    byte[] value = wall.codecs().intent().encode(draw.intent());
    history.invoke(
        "submit", id, event -> event.with("agent", agent).with("expected", draw.expected()));
    var unused =
        agents.send(
            new ProducerRecord<>(wall.topics().intents(), key, value),
            (at, problem) -> ended(id, at, problem));
  }

  private void ended(String id, RecordMetadata at, Exception problem) {
    if (problem == null) {
      acked.incrementAndGet();
      history.ok(
          "submit",
          id,
          event -> event.with("partition", at.partition()).with("offset", at.offset()));
    } else if (problem instanceof TimeoutException) {
      history.info("submit", id, event -> event.with("why", String.valueOf(problem.getMessage())));
    } else {
      history.fail("submit", id, String.valueOf(problem.getMessage()));
    }
  }
}
