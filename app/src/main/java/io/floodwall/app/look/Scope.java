package io.floodwall.app.look;

import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What part of a wall is looked at.
 *
 * @param partitions of all topics; an agent lives in one
 * @param agent whose intents alone, or null
 * @param sinceMs only what was appended then or later, or null
 */
record Scope(List<Integer> partitions, @Nullable String agent, @Nullable Long sinceMs) {
  Scope {
    partitions = List.copyOf(partitions);
  }

  static Scope of(Wall wall, @Nullable String agent, @Nullable Long sinceMs) {
    int count = wall.partitions();
    return new Scope(
        agent == null
            ? IntStream.range(0, count).boxed().toList()
            : List.of(Topics.partitionOf(agent, count)),
        agent,
        sinceMs);
  }

  /** The partitions of {@code topic} that are in it. */
  List<TopicPartition> of(String topic) {
    return partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
  }
}
