package io.floodwall.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.floodwall.app.wall.Wall;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One flood through three hops: sent as fast as the broker acknowledges, over when the last one is
 * committed in {@code ledger}.
 */
final class Round {
  private static final long STALL_NANOS = Duration.ofSeconds(60).toNanos();

  private Round() {}

  /**
   * What one flood took.
   *
   * @param perSecond intents a second from {@code intents} to {@code ledger}
   * @param cpuMicros processor time of the whole process per intent: steadier than the rate on a
   *     machine that others use too
   */
  record Result(double perSecond, double cpuMicros) {}

  /** Sends the flood and waits until all of it is ledgered. */
  static Result run(Wall wall, Flood flood, Hops hops) {
    long cpuBefore = cpuNanos();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    long start = System.nanoTime();
    var sender = new Thread(() -> send(wall, flood, failure), "agents");
    sender.start();
    long expected = flood.messages().size() + hops.ledgeredBefore();
    awaitLedgered(wall, expected, failure);
    double seconds = (System.nanoTime() - start) / 1e9;
    int intents = flood.messages().size();
    return new Result(intents / seconds, (cpuNanos() - cpuBefore) / 1e3 / intents);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void send(Wall wall, Flood flood, AtomicReference<@Nullable Throwable> failure) {
    Map<String, Object> settings =
        Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    String topic = wall.topics().intents();
    try (Producer<byte[], byte[]> agents = wall.producer(settings)) {
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
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void awaitLedgered(
      Wall wall, long expected, AtomicReference<@Nullable Throwable> failure) {
    String topic = wall.topics().ledger();
    try (Consumer<byte[], byte[]> auditor = wall.consumer()) {
      List<TopicPartition> partitions =
          auditor.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      auditor.assign(partitions);
      auditor.seekToBeginning(partitions);
      long seen = 0;
      long lastMove = System.nanoTime();
      while (seen < expected) {
        int count = auditor.poll(Duration.ofMillis(100)).count();
        seen += count;
        if (count > 0) {
          lastMove = System.nanoTime();
        }
        Throwable problem = failure.get();
        if (problem != null || System.nanoTime() - lastMove > STALL_NANOS) {
          throw new IllegalStateException(
              seen + " of " + expected + " records are in the ledger and no more come", problem);
        }
      }
    }
  }
}
