package io.floodwall.app.wall;

import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.PolicyBundle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;

/**
 * Publishes a control or a bundle: a copy to every partition, in one transaction, and then waits
 * until every partition has applied and ledgered it.
 *
 * <p>An application commits its input offsets in the transaction of their effects, so a committed
 * offset past the copy is the proof that the copy has taken effect.
 */
public final class Publisher {
  private static final long LOOK_EVERY_MS = 20;

  private final Wall wall;
  private final int partitions;

  public Publisher(Wall wall) {
    this.wall = wall;
    this.partitions = wall.partitions();
  }

  /** Where the copies lie, and which applications must have read past them. */
  public record Published(Map<TopicPartition, Long> copies, List<String> groups) {}

  /** Publishes a control. */
  public Published control(Control control) {
    byte[] value = wall.codecs().control().encode(control);
    return publish(wall.topics().controls(), control.key(), value, "admission", "ledger");
  }

  /** Publishes a bundle. */
  public Published bundle(PolicyBundle bundle) {
    byte[] value = wall.codecs().bundle().encode(bundle);
    return publish(wall.topics().policies(), bundle.key(), value, "gate", "ledger");
  }

  /** Waits until it is in effect everywhere; answers whether it is, within {@code timeoutMs}. */
  public boolean awaitInEffect(Published published, long timeoutMs) {
    LongSupplier clock = Time.SYSTEM::milliseconds;
    long deadline = clock.getAsLong() + timeoutMs;
    while (!isInEffect(published)) {
      if (clock.getAsLong() >= deadline) {
        return false;
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
    return true;
  }

  private boolean isInEffect(Published published) {
    return Applied.of(wall, published).size() == published.copies().size();
  }

  private Published publish(String topic, String key, byte[] value, String... applications) {
    var acks = new ArrayList<Future<RecordMetadata>>();
    Map<String, Object> transactional =
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            wall.prefix() + "operator-publish-" + UUID.randomUUID());
    try (Producer<byte[], byte[]> producer = wall.producer(transactional)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int partition = 0; partition < partitions; partition++) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        acks.add(producer.send(new ProducerRecord<>(topic, partition, keyBytes, value)));
      }
      producer.commitTransaction();
    }
    var groups = new ArrayList<String>();
    for (String application : applications) {
      groups.add(wall.prefix() + application);
    }
    return new Published(offsets(acks), groups);
  }

  private static Map<TopicPartition, Long> offsets(List<Future<RecordMetadata>> acks) {
    var offsets = new HashMap<TopicPartition, Long>();
    for (Future<RecordMetadata> ack : acks) {
      try {
        RecordMetadata at = ack.get();
        offsets.put(new TopicPartition(at.topic(), at.partition()), at.offset());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted while publishing", e);
      } catch (java.util.concurrent.ExecutionException e) {
        throw new KafkaException("publishing failed: " + e.getCause(), e.getCause());
      }
    }
    return offsets;
  }
}
