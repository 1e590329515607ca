package io.floodwall.app.ledger;

import io.floodwall.app.wall.Wall;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** How far an application has read each of its sources, as its last transaction says. */
final class GroupOffsets {
  private final Map<TopicPartition, Long> committed;

  private GroupOffsets(Map<TopicPartition, Long> committed) {
    this.committed = committed;
  }

  /** Those of {@code app} at a wall; none when it never ran. */
  static GroupOffsets of(Wall wall, String app) {
    var committed = new HashMap<TopicPartition, Long>();
    var admin = wall.cluster().admin();
    try {
      wall.cluster()
          .get(admin.listConsumerGroupOffsets(wall.prefix() + app).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  committed.put(partition, offset.offset());
                }
              });
    } catch (GroupIdNotFoundException e) {
      committed.clear(); // no such group: nothing was committed
    }
    return new GroupOffsets(committed);
  }

  /** The offset behind the last record that was read, or null. */
  @Nullable Long of(String topic, int partition) {
    return committed.get(new TopicPartition(topic, partition));
  }

  /** Whether the record at {@code offset} was read. */
  boolean isRead(String topic, int partition, long offset) {
    return offset < committed.getOrDefault(new TopicPartition(topic, partition), 0L);
  }
}
