package io.floodwall.app.wall;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The partitions on which what was published has taken effect and is on record. */
public final class Applied {
  private Applied() {}

  /** Those whose copy every application that must read it has committed past. */
  public static Set<TopicPartition> of(Wall wall, Publisher.Published published) {
    var applied = new HashSet<>(published.copies().keySet());
    for (String group : published.groups()) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          wall.cluster()
              .get(
                  wall.cluster()
                      .admin()
                      .listConsumerGroupOffsets(group)
                      .partitionsToOffsetAndMetadata());
      published
          .copies()
          .forEach(
              (partition, offset) -> {
                OffsetAndMetadata position = committed.get(partition);
                if (position == null || position.offset() <= offset) {
                  applied.remove(partition);
                }
              });
    }
    return applied;
  }
}
