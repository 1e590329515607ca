package io.floodwall.app.system;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Verdicts that were written and then rolled back: what a read_uncommitted reader sees and nobody
 * should act on.
 */
final class Aborted {
  private Aborted() {}

  /** How many verdicts of killed transactions lie in the verdict topics of a quiet wall. */
  static long verdictsIn(ProcessWall walls) {
    Wall wall = walls.wall();
    var topics = wall.topics();
    long aborted = 0;
    for (String topic : List.of(topics.admitted(), topics.deferred(), topics.rejected())) {
      var committed = new AtomicLong();
      var reader = new TopicReader(wall);
      List<TopicPartition> partitions = reader.partitionsOf(topic);
      reader.read(partitions, record -> committed.incrementAndGet());
      aborted += all(walls.bootstrapServers(), partitions) - committed.get();
    }
    return aborted;
  }

  private static long all(String bootstrap, List<TopicPartition> partitions) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long count = 0;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
      return count;
    }
  }
}
