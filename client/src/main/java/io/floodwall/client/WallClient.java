package io.floodwall.client;

import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A wall on Kafka as a client sees it, and how its producers and consumers must be set. */
record WallClient(
    Map<String, Object> properties, Topics topics, Codecs codecs, long openTimeoutMs) {

  WallClient {
    properties = Map.copyOf(RegistryProperties.without(properties));
  }

  /** How many partitions the wall has, as the heads say, which all may read. */
  int partitions(Consumer<byte[], byte[]> consumer) {
    return partitions(consumer, topics.heads());
  }

  /** How many partitions {@code topic} has, as all of the wall's. */
  int partitions(Consumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, Duration.ofMillis(openTimeoutMs));
    if (found == null || found.isEmpty()) {
      throw new UnknownTopicOrPartitionException("there is no topic " + topic);
    }
    return found.size();
  }

  /**
   * An idempotent producer with Kafka's default partitioner that waits for all replicas; it blocks
   * for at most so long when it cannot even queue a record.
   */
  Producer<byte[], byte[]> producer(long blockMaxMs) {
    var settings = new HashMap<>(properties);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
    settings.remove(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(openTimeoutMs, blockMaxMs));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer without a group that sees committed records only. */
  Consumer<byte[], byte[]> consumer() {
    var settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) openTimeoutMs);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(openTimeoutMs, 30_000));
    settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The end of a partition, open transactions included. */
  long end(TopicPartition partition) {
    try (Admin admin = Admin.create(properties)) {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for the end of " + partition, e);
    } catch (ExecutionException e) {
      throw new KafkaException("the end of " + partition + " cannot be told", e.getCause());
    }
  }
}
