package io.floodwall.app.bench;

import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Every partition of a topic under one reader. */
final class WholeTopic {
  private WholeTopic() {}

  static List<TopicPartition> fromItsBeginning(Consumer<?, ?> reader, String topic) {
    List<TopicPartition> partitions = assigned(reader, topic);
    reader.seekToBeginning(partitions);
    return partitions;
  }

  /** From where the topic ends now, rather than from where it ends at the first poll. */
  static void fromItsEnd(Consumer<?, ?> reader, String topic) {
    List<TopicPartition> partitions = assigned(reader, topic);
    reader.seekToEnd(partitions);
    partitions.forEach(reader::position);
  }

  private static List<TopicPartition> assigned(Consumer<?, ?> reader, String topic) {
    List<TopicPartition> partitions =
        reader.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    reader.assign(partitions);
    return partitions;
  }
}
