package io.floodwall.app.chaos;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.Intent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
 *
 * <p>One in a thousand is bad input, and every twentieth says that it is sent fifty minutes from
 * now, to get tokens that nobody has yet.
 */
final class Flood implements AutoCloseable {
  /** The header by which a record is found again in the log. */
  static final String ID_HEADER = "chaos-id";

  private static final int STORM_EVERY = 1_000;
  private static final int LIE_EVERY = 20;
  private static final long LIE_MS = Duration.ofMinutes(50).toMillis();

  private final Wall wall;
  private final History history;
  private final Random random;
  private final Storm storm;
  private final ChaosPlan plan;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acked = new AtomicLong();
  private final CompletableFuture<Void> done;

  private Flood(Wall wall, History history, ChaosPlan plan) {
    this.wall = wall;
    this.history = history;
    this.random = new Random(plan.seed());
    this.storm = new Storm(wall, new Random(plan.seed()), wall.partitions());
    this.plan = plan;
    this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "flood").start());
  }

  static Flood start(Wall wall, History history, ChaosPlan plan) {
    return new Flood(wall, history, plan);
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
      long due = System.nanoTime();
      for (long number = 0; !stop.get(); number++) {
        if (number % STORM_EVERY == STORM_EVERY - 1) {
          send(agents, "storm-" + number, "storm", "refuse", storm.next(number / STORM_EVERY));
        } else {
          honest(agents, Draw.next(random, number), number);
        }
        due += 1_000_000_000L / plan.perSecond(number);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
    }
  }

  private void honest(Producer<byte[], byte[]> agents, Draw draw, long number) {
    Intent intent = draw.intent();
    Long time = number % LIE_EVERY == 0 ? System.currentTimeMillis() + LIE_MS : null;
    byte[] value = wall.codecs().intent().encode(intent);
    var record =
        new ProducerRecord<>(wall.topics().intents(), null, time, utf8(intent.agent()), value);
    send(agents, intent.agent() + "/" + intent.id(), intent.agent(), draw.expected(), record);
  }

  private void send(
      Producer<byte[], byte[]> agents,
      String id,
      String agent,
      String expected,
      ProducerRecord<byte[], byte[]> record) {
    record.headers().add(ID_HEADER, utf8(id));
    long sentMs = System.currentTimeMillis();
    history.invoke(
        "submit",
        id,
        event -> event.with("agent", agent).with("expected", expected).with("sentMs", sentMs));
    var unused = agents.send(record, (at, problem) -> ended(id, at, problem));
  }

  private void ended(String id, RecordMetadata at, Exception problem) {
    if (problem == null) {
      acked.incrementAndGet();
      long ackedMs = System.currentTimeMillis();
      history.ok(
          "submit",
          id,
          event ->
              event
                  .with("partition", at.partition())
                  .with("offset", at.offset())
                  .with("ackedMs", ackedMs));
    } else if (problem instanceof TimeoutException) {
      history.info("submit", id, event -> event.with("why", String.valueOf(problem.getMessage())));
    } else {
      history.fail("submit", id, String.valueOf(problem.getMessage()));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
