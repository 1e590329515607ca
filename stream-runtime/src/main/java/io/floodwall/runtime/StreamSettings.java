package io.floodwall.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The Kafka Streams settings that every application runs with, and why each is what it is.
 *
 * <p>What is set last here cannot be overridden: {@link AppConfig} refuses those keys.
 */
final class StreamSettings {
  private StreamSettings() {}

  /** All of them, with what this run tells its main consumer. */
  static Map<String, Object> of(StreamApp app, AppConfig config, Map<String, Object> own) {
    var settings = new HashMap<String, Object>();
    // Batches fill while a commit is under way; the commit itself flushes, so lingering costs no
    // latency.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 10);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
    // The first write of a transaction is often told to come again while the last one's markers are
    // still being written:
    // the default wait of 100 ms would then be most of a hop's latency.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
    // Tasks come to the reading of changelogs one after the other, and a fetch that waits at the
    // end of the first one's holds back the next: by default half a second of each start.
    settings.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    // Nothing here means anything by the order in which several topics are read, so no record waits
    // for another topic's. Waiting also costs a formatted log line a record in Kafka 4.3.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    if (hasNoInterceptor(config)) {
      if (!app.readsHeaders()) {
        settings.put(
            consumer(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), HeadersUnread.class.getName());
      }
      own.forEach((key, value) -> settings.put(consumer(key), value));
    }
    settings.putAll(config.clientProperties());

    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(app.name()));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    settings.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
        Math.max(
            config.getLong(AppConfig.COMMIT_INTERVAL_MS), // tasks ask by CommitPace
            config.getLong(AppConfig.COMMIT_INTERVAL_MAX_MS)));
    // An idle thread sleeps in poll: longer than the commit interval it would hold back the last
    // commit of a burst.
    settings.put(
        StreamsConfig.POLL_MS_CONFIG, Math.min(100L, config.getLong(AppConfig.COMMIT_INTERVAL_MS)));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.getInt(AppConfig.THREADS));
    settings.put(
        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, config.getLong(AppConfig.CACHE_BYTES));
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(BoundedRocksDb.BYTES, config.getLong(AppConfig.ROCKSDB_BYTES));
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, NonNegativeTime.class);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // Static membership needs the classic protocol; it is what makes a killed instance come back in
    // seconds.
    settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(
        consumer(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.getString(AppConfig.INSTANCE_ID));
    settings.put(
        consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        config.getInt(AppConfig.SESSION_TIMEOUT_MS));
    settings.put(
        consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        config.getInt(AppConfig.SESSION_TIMEOUT_MS) / 3);
    // The first start sets its offsets explicitly (StartingOffsets); after it, being out of range
    // stops the app.
    settings.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
    return settings;
  }

  private static boolean hasNoInterceptor(AppConfig config) {
    return config.clientProperties().keySet().stream()
        .noneMatch(key -> key.endsWith(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG));
  }

  private static String consumer(String key) {
    return StreamsConfig.mainConsumerPrefix(key);
  }
}
