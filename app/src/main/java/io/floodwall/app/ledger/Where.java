package io.floodwall.app.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** How these commands name places in Kafka, keys and times. */
public final class Where {
  private Where() {}

  /** {@code topic-partition@offset}. */
  public static String of(ConsumerRecord<byte[], byte[]> record) {
    return of(record.topic(), record.partition(), record.offset());
  }

  public static String of(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  /** A key as text, or null when there is none. */
  public static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** RFC 3339, in UTC. */
  public static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  /** Why the client could not read bytes: the innermost of what it says. */
  public static String why(KafkaException failure) {
    Throwable inner = failure;
    while (inner.getCause() instanceof KafkaException cause) {
      inner = cause;
    }
    return String.valueOf(inner.getMessage());
  }
}
