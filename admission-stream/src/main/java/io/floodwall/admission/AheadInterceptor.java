package io.floodwall.admission;

import io.floodwall.core.signing.SignatureHeader;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Hands the signatures of what admission's consumer has read to {@link Ahead}, and the records on
 * as they are.
 *
 * <p>A consumer makes its interceptors itself and tells them only its settings, so those carry the
 * object, as Kafka Streams gives its own parts to its assignor. Each running admission has its own:
 * nothing is shared between two in one process.
 */
public final class AheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
  private static final String AHEAD = "floodwall.ahead";
  private static final String TOPIC = "floodwall.ahead.topic";

  private @Nullable Ahead ahead;
  private String topic = "";

  /** What a consumer must be told so that its records' signatures on {@code topic} go ahead. */
  static Map<String, Object> settings(Ahead ahead, String topic) {
    return Map.of(
        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
        AheadInterceptor.class.getName(),
        AHEAD,
        ahead,
        TOPIC,
        topic);
  }

  @Override
  public void configure(Map<String, ?> settings) {
    ahead = (Ahead) settings.get(AHEAD);
    topic = String.valueOf(settings.get(TOPIC));
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    Ahead to = ahead;
    if (to == null || !to.isReady()) {
      return records;
    }
    for (TopicPartition partition : records.partitions()) {
      if (partition.topic().equals(topic)) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          Header header = only(record.headers());
          if (header != null) {
            to.hand(record.partition(), record.offset(), header.value());
          }
        }
      }
    }
    return records;
  }

  private static @Nullable Header only(Headers headers) {
    Iterator<Header> signatures = headers.headers(SignatureHeader.NAME).iterator();
    Header first = signatures.hasNext() ? signatures.next() : null;
    return signatures.hasNext() ? null : first;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
