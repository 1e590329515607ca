package io.floodwall.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Lets a record in without its headers, for applications that decide nothing from them. Kafka
 * Streams sizes every record that it buffers, and turns each header's name into text and back to do
 * so; a consumer has not touched them yet.
 */
public final class HeadersUnread implements ConsumerInterceptor<byte[], byte[]> {
  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return records;
    }
    var bare = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
    for (TopicPartition partition : records.partitions()) {
      var own = new ArrayList<ConsumerRecord<byte[], byte[]>>(records.records(partition).size());
      records.records(partition).forEach(record -> own.add(bare(record)));
      bare.put(partition, own);
    }
    return new ConsumerRecords<>(bare, records.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> bare(ConsumerRecord<byte[], byte[]> record) {
    Headers none = new RecordHeaders(); // its own: whoever gets a record may add to them
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value(),
        none,
        record.leaderEpoch(),
        record.deliveryCount());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}
