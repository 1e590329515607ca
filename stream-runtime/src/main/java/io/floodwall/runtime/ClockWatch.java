package io.floodwall.runtime;

import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Time;

/**
 * Tells once when the machine's clock was put back under a running process.
 *
 * <p>Kafka's clients measure what they wait for by that clock. Put back, each stands still until
 * the clock is where it was: no heartbeat is due, so the group forgets the member whenever a
 * session is over; no metadata is due, so a leader that moved is not found. A new process knows of
 * no other time.
 */
final class ClockWatch implements AutoCloseable {
  private static final long LOOK_MS = 200;
  private static final long LOOK_MS_MAX = 100;

  private final long toleratedMs;
  private final ScheduledExecutorService thread;
  private long besideMs = Long.MIN_VALUE;

  /** One that nobody has started. */
  ClockWatch(long toleratedMs) {
    this.toleratedMs = toleratedMs;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var watcher = new Thread(task, "floodwall-clock");
              watcher.setDaemon(true);
              return watcher;
            });
  }

  /** Tells {@code putBack} by how much, once that is more than {@code toleratedMs} at a time. */
  static ClockWatch start(long toleratedMs, LongConsumer putBack) {
    var watch = new ClockWatch(toleratedMs);
    Runnable look =
        () -> {
          long beforeMs = System.nanoTime() / 1_000_000;
          long clockMs = Time.SYSTEM.milliseconds();
          long afterMs = System.nanoTime() / 1_000_000;
          watch
              .look(beforeMs, clockMs, afterMs)
              .ifPresent(
                  backMs -> {
                    watch.close();
                    putBack.accept(backMs);
                  });
        };
    var unused = watch.thread.scheduleWithFixedDelay(look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /**
   * By how much the clock went back since the last look, if that is too much.
   *
   * @param beforeMs a clock that nobody can put, read before {@code clockMs}
   * @param afterMs the same, read after it: where the process slept in between, nothing is said
   */
  OptionalLong look(long beforeMs, long clockMs, long afterMs) {
    if (afterMs - beforeMs > LOOK_MS_MAX) {
      return OptionalLong.empty();
    }
    long nowBesideMs = clockMs - beforeMs;
    long backMs = besideMs == Long.MIN_VALUE ? 0 : besideMs - nowBesideMs;
    besideMs = nowBesideMs;
    return backMs > toleratedMs ? OptionalLong.of(backMs) : OptionalLong.empty();
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
