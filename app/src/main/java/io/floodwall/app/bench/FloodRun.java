package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.Wall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One flood through a lane: sent as fast as the broker acknowledges, over when the last one is
 * committed in {@code ledger}.
 */
final class FloodRun {
  /** What the names of the agents' threads contain. */
  static final String SENDER = "bench-agents";

  private static final long STALL_NANOS = Duration.ofSeconds(60).toNanos();

  private final Wall wall;
  private final Flood flood;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private FloodRun(Wall wall, Flood flood) {
    this.wall = wall;
    this.flood = flood;
  }

  /**
   * What one flood took.
   *
   * @param perSecond intents a second
   * @param cpuMicros processor time of the whole process per intent: steadier than the rate on a
   *     machine that others use too
   * @param cpuMicrosByPart the same, by who used it
   */
  record Result(double perSecond, double cpuMicros, Map<String, Double> cpuMicrosByPart) {
    Result {
      cpuMicrosByPart = Map.copyOf(cpuMicrosByPart);
    }
  }

  /** The middle and the extremes of some runs, in all and by part. */
  static ObjectNode json(List<Result> runs) {
    var json = Json.object();
    json.set("per_second", perSecond(runs).json(0));
    json.set("cpu_seconds_per_million", cpuMicros(runs).json(1));
    var parts = new TreeMap<String, List<Double>>();
    for (Result run : runs) {
      run.cpuMicrosByPart()
          .forEach((part, us) -> parts.computeIfAbsent(part, p -> new ArrayList<>()).add(us));
    }
    ObjectNode byPart = json.putObject("cpu_seconds_per_million_by_part");
    parts.forEach((part, us) -> byPart.put(part, Spread.rounded(Spread.of(us).median(), 2)));
    return json;
  }

  static Spread perSecond(List<Result> runs) {
    return Spread.of(runs.stream().map(Result::perSecond).toList());
  }

  static Spread cpuMicros(List<Result> runs) {
    return Spread.of(runs.stream().map(Result::cpuMicros).toList());
  }

  /** Sends the flood and waits until all of it is ledgered. */
  static Result throughHops(Wall wall, Flood flood) {
    return new FloodRun(wall, flood).timed(true);
  }

  /** Sends the flood and waits until all of it is acknowledged. */
  static Result producerAlone(Wall wall, Flood flood) {
    return new FloodRun(wall, flood).timed(false);
  }

  private Result timed(boolean untilLedgered) {
    var sent = new CountDownLatch(1);
    var measured = new CountDownLatch(1);
    try (Consumer<byte[], byte[]> auditor = atTheLedgersEnd();
        Producer<byte[], byte[]> agents = agents()) {
      var sender =
          new Thread(
              () -> {
                send(agents);
                sent.countDown();
                await(measured); // a thread that ends takes the count of its time along
              },
              SENDER);
      CpuParts before = CpuParts.now(wall.prefix());
      long start = System.nanoTime();
      sender.start();
      if (untilLedgered) {
        awaitLedgered(auditor);
      } else {
        await(sent);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      CpuParts used = CpuParts.now(wall.prefix()).since(before);
      requireSent();
      return result(seconds, used);
    } finally {
      measured.countDown();
    }
  }

  private Result result(double seconds, CpuParts used) {
    double intents = flood.size();
    var byPart = new TreeMap<String, Double>();
    used.nanos().forEach((part, nanos) -> byPart.put(part, nanos / 1e3 / intents));
    return new Result(intents / seconds, used.total() / 1e3 / intents, byPart);
  }

  private Producer<byte[], byte[]> agents() {
    return wall.producer(
        Map.of(
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.CLIENT_ID_CONFIG,
            SENDER));
  }

  private void send(Producer<byte[], byte[]> agents) {
    String topic = wall.topics().intents();
    try {
      for (Flood.Message message : flood.messages()) {
        var unused =
            agents.send(
                message.to(topic),
                (at, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, problem);
                  }
                });
      }
      agents.flush();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private Consumer<byte[], byte[]> atTheLedgersEnd() {
    Consumer<byte[], byte[]> auditor = wall.consumer();
    WholeTopic.fromItsEnd(auditor, wall.topics().ledger());
    return auditor;
  }

  private void awaitLedgered(Consumer<byte[], byte[]> auditor) {
    long seen = 0;
    long lastMove = System.nanoTime();
    while (seen < flood.size()) {
      int count = auditor.poll(Duration.ofMillis(100)).count();
      seen += count;
      long now = System.nanoTime();
      lastMove = count > 0 ? now : lastMove;
      requireSent();
      if (now - lastMove > STALL_NANOS) {
        throw new KafkaException(
            seen + " of " + flood.size() + " intents are in the ledger and no more come");
      }
    }
  }

  private void requireSent() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new KafkaException("an intent could not be sent: " + problem.getMessage(), problem);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while measuring", e);
    }
  }
}
