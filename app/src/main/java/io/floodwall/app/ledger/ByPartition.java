package io.floodwall.app.ledger;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds what belongs to a partition, of which there is one each. */
final class ByPartition {
  private ByPartition() {}

  static <T> T ofPartition(Map<Integer, T> all, ConsumerRecord<byte[], byte[]> record) {
    return ofPartition(all, record.partition());
  }

  static <T> T ofPartition(Map<Integer, T> all, int partition) {
    T one = all.get(partition);
    if (one == null) {
      throw new IllegalStateException("the topics differ in partitions: " + partition);
    }
    return one;
  }
}
