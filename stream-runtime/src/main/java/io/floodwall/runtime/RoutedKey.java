package io.floodwall.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record key that knows which partition it goes to.
 *
 * <p>Every hop writes to the partition number its input came from, so nothing is ever hashed again:
 * an agent stays in one partition from intent to ledger, even where a record has no usable key.
 * Only {@code text} reaches the topic.
 */
public record RoutedKey(int partition, @Nullable String text) {

  /** Writes the text as UTF-8; a null text is a null key. */
  public static Serializer<RoutedKey> serializer() {
    return (topic, key) -> key.text() == null ? null : key.text().getBytes(StandardCharsets.UTF_8);
  }

  /** Sends a record where its key says. */
  public static StreamPartitioner<RoutedKey, byte[]> partitioner() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(key.partition()));
  }
}
