package io.floodwall.app.ledger;

import io.floodwall.app.wall.Wall;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until every transaction that is under way in some partitions has ended: its markers reach
 * partitions at different moments, so what one of them shows another may not show yet.
 */
final class Settled {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Wall wall;
  private final long timeoutMs;

  Settled(Wall wall, long timeoutMs) {
    this.wall = wall;
    this.timeoutMs = timeoutMs;
  }

  /** Answers whether all have ended in time. */
  boolean await(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
    long start = System.nanoTime();
    while (!isReached(ends, ends(partitions, IsolationLevel.READ_COMMITTED))) {
      if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /** Where partitions end, what is not committed included. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return ends(partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> ends(
      Collection<TopicPartition> partitions, IsolationLevel isolation) {
    return offsets(partitions, OffsetSpec.latest(), isolation);
  }

  /** Where partitions begin. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> wanted.put(partition, which));
    var offsets = new HashMap<TopicPartition, Long>();
    wall.cluster()
        .get(wall.cluster().admin().listOffsets(wanted, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static boolean isReached(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> stable) {
    return ends.entrySet().stream()
        .allMatch(end -> stable.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
