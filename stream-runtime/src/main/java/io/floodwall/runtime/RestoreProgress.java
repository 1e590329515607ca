package io.floodwall.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the rebuilding of state from changelogs has come. */
final class RestoreProgress implements StateRestoreListener {
  private final Map<TopicPartition, Changelog> running = new ConcurrentHashMap<>();

  private final LongSupplier clockNs;
  private long startedNs;
  private volatile long lastNs;

  RestoreProgress() {
    this(System::nanoTime);
  }

  /** On a clock of one's own. */
  RestoreProgress(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  private record Changelog(long total, long done) {}

  /** Records restored and to be restored, over all changelogs that are being read now. */
  record Sum(int changelogs, long done, long total) {}

  @Override
  public synchronized void onRestoreStart(
      TopicPartition changelog, String store, long start, long end) {
    if (running.isEmpty()) {
      startedNs = clockNs.getAsLong();
    }
    running.put(changelog, new Changelog(Math.max(0, end - start), 0));
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEnd, long restored) {
    running.computeIfPresent(
        changelog, (key, was) -> new Changelog(was.total, was.done + restored));
  }

  @Override
  public synchronized void onRestoreEnd(TopicPartition changelog, String store, long restored) {
    running.remove(changelog);
    if (running.isEmpty()) {
      lastNs = clockNs.getAsLong() - startedNs;
    }
  }

  @Override
  public synchronized void onRestoreSuspended(
      TopicPartition changelog, String store, long restored) {
    running.remove(changelog);
  }

  /** Records still to be restored. */
  long remaining() {
    Sum sum = sum();
    return Math.max(0, sum.total - sum.done);
  }

  /** How long the last restoring took, from its first changelog to its last; 0 before the first. */
  double lastSeconds() {
    return lastNs / (double) TimeUnit.SECONDS.toNanos(1);
  }

  Sum sum() {
    long done = 0;
    long total = 0;
    int count = 0;
    for (Changelog changelog : running.values()) {
      done += changelog.done;
      total += changelog.total;
      count++;
    }
    return new Sum(count, done, total);
  }
}
