package io.floodwall.app.system;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An open-loop flood: so many intents a second, whatever the wall does, from a seeded mix of
 * agents.
 */
final class Load implements AutoCloseable {
  private static final String[] RESOURCES = {"web", "api", "cache", "billing", "ledger-db"};
  private static final int AGENTS = 40;

  private final Wall wall;
  private final Random random;
  private final long perSecond;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong acked = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>(new Throwable("none"));
  private final CompletableFuture<Void> done;
  private volatile boolean failed;

  private Load(Wall wall, long seed, long perSecond) {
    this.wall = wall;
    this.random = new Random(seed);
    this.perSecond = perSecond;
    this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "load").start());
  }

  static Load start(Wall wall, long seed, long perSecond) {
    return new Load(wall, seed, perSecond);
  }

  /** How many intents the broker has acknowledged. */
  long acked() {
    return acked.get();
  }

  /** Stops sending, waits for every acknowledgement, and fails if one was refused. */
  @Override
  public void close() {
    stop.set(true);
    done.join();
    if (failed) {
      throw new IllegalStateException("the load failed", failure.get());
    }
  }

  private void run() {
    try (Producer<byte[], byte[]> agents =
        wall.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 10))) {
      long start = System.nanoTime();
      for (long i = 0; !stop.get(); i++) {
        Intent intent = intent(i);
        byte[] key = intent.agent().getBytes(StandardCharsets.UTF_8);
        var unused =
            agents.send(
                new ProducerRecord<>(
                    wall.topics().intents(), key, wall.codecs().intent().encode(intent)),
                (at, problem) -> {
                  if (problem == null) {
                    acked.incrementAndGet();
                  } else {
                    failure.set(problem);
                    failed = true;
                  }
                });
        long due = start + i * 1_000_000_000L / perSecond;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
    }
  }

  private Intent intent(long i) {
    String agent = random.nextInt(10) == 0 ? "chaos-monkey" : "agent-" + random.nextInt(AGENTS);
    String resource = RESOURCES[random.nextInt(RESOURCES.length)];
    Action action =
        random.nextBoolean()
            ? new Action.Scale(resource, random.nextInt(6))
            : new Action.Destroy(resource);
    Priority priority = List.of(Priority.values()).get(random.nextInt(4));
    BlastRadius blast = List.of(BlastRadius.values()).get(random.nextInt(4));
    return Intent.of(agent, Long.toString(i), action, priority, blast);
  }
}
