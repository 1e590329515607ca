package io.floodwall.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the rebuilding of state from changelogs has come. */
final class RestoreProgress implements StateRestoreListener {
  private final Map<TopicPartition, Changelog> running = new ConcurrentHashMap<>();

  private record Changelog(long total, long done) {}

  /** Records restored and to be restored, over all changelogs that are being read now. */
  record Sum(int changelogs, long done, long total) {}

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
    running.put(changelog, new Changelog(Math.max(0, end - start), 0));
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEnd, long restored) {
    running.computeIfPresent(
        changelog, (key, was) -> new Changelog(was.total, was.done + restored));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
    running.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
    running.remove(changelog);
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
