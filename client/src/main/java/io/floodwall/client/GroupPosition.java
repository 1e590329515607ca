package io.floodwall.client;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How far a group of deployers is on {@code admitted}: what is before that is done with. */
record GroupPosition(WallClient wall, String group, boolean shared) {

  /** Partition to offset; one that nobody has begun is not in it. */
  Map<Integer, Long> ofAdmitted() {
    var positions = new HashMap<Integer, Long>();
    try (Admin admin = Admin.create(wall.properties())) {
      (shared ? shareGroup(admin) : consumerGroup(admin))
          .forEach(
              (partition, offset) -> {
                if (partition.topic().equals(wall.topics().admitted())) {
                  positions.put(partition.partition(), offset);
                }
              });
      return positions;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking how far " + group + " is", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of(); // nobody has joined it yet
      }
      throw new KafkaException("how far " + group + " is cannot be told", e.getCause());
    }
  }

  private Map<TopicPartition, Long> consumerGroup(Admin admin)
      throws InterruptedException, ExecutionException {
    var offsets = new HashMap<TopicPartition, Long>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, at) -> {
              if (at != null) {
                offsets.put(partition, at.offset());
              }
            });
    return offsets;
  }

  private Map<TopicPartition, Long> shareGroup(Admin admin)
      throws InterruptedException, ExecutionException {
    var offsets = new HashMap<TopicPartition, Long>();
    admin
        .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
        .partitionsToOffsetInfo(group)
        .get()
        .forEach(
            (partition, at) -> {
              if (at != null) {
                offsets.put(partition, at.startOffset());
              }
            });
    return offsets;
  }
}
