package io.floodwall.app.arch.broken.client;

import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** A client that brings Kafka Streams to whoever embeds it. */
final class Reader {
  static @Nullable KafkaStreams streams() {
    return null;
  }

  private Reader() {}
}
