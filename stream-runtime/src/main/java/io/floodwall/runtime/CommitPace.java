package io.floodwall.runtime;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * When a task asks for a commit: an interval after the last one, or half as long as that one took
 * if that is longer.
 *
 * <p>On an interval alone, an overloaded machine collapses: commits take longer, what is done
 * between two of them stays the same, and soon a thread does nothing but commit. Here a third of
 * its time is left for work however long commits take. The interval that Kafka Streams knows is the
 * upper bound.
 */
public final class CommitPace {
  private static final long NONE_UNDER_WAY = Long.MIN_VALUE;

  private final ProcessorContext<?, ?> task;
  private final long intervalMs;
  private long startedMs = NONE_UNDER_WAY;
  private long endedMs;
  private long pauseMs;

  private CommitPace(ProcessorContext<?, ?> task, long intervalMs) {
    this.task = task;
    this.intervalMs = intervalMs;
    this.endedMs = task.currentSystemTimeMs();
    this.pauseMs = intervalMs;
  }

  /** The pace of {@code task}, which looks at the clock once an interval even if nothing comes. */
  public static CommitPace of(ProcessorContext<?, ?> task, AppConfig config) {
    var pace = new CommitPace(task, config.getLong(AppConfig.COMMIT_INTERVAL_MS));
    task.schedule(
        Duration.ofMillis(pace.intervalMs),
        PunctuationType.WALL_CLOCK_TIME,
        nowMs -> pace.worked());
    return pace;
  }

  /** To be told after each record: asks for a commit when it is time. */
  public void worked() {
    long nowMs = task.currentSystemTimeMs();
    if (startedMs != NONE_UNDER_WAY) {
      endedMs = nowMs;
      pauseMs = Math.max(intervalMs, (nowMs - startedMs) / 2);
      startedMs = NONE_UNDER_WAY;
    }
    if (nowMs - endedMs >= pauseMs || nowMs < endedMs) {
      task.commit();
    }
  }

  /** To be told when a commit begins. */
  public void committing() {
    startedMs = task.currentSystemTimeMs();
  }
}
