package io.floodwall.app.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One role that tries everything on topics which hold one record each: what went through, as
 * letters.
 *
 * <pre>
 *   r read    w write    d describe    s describe configs    c create
 *   X delete topic    P add partitions    S alter configs    K delete records
 * </pre>
 */
final class Attempts implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PATIENCE_SECONDS = 20;

  private final Map<String, Object> properties;
  private final Admin admin;

  Attempts(Map<String, Object> properties) {
    this.properties = properties;
    this.admin = Admin.create(properties);
  }

  /** The letters of what went through on {@code topic}. */
  String on(String topic) throws Exception {
    var asked = new LinkedHashMap<String, KafkaFuture<?>>();
    asked.put("d", admin.describeTopics(List.of(topic)).allTopicNames());
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    asked.put("s", admin.describeConfigs(List.of(resource)).all());
    asked.put("c", admin.createTopics(List.of(empty(topic))).all());
    asked.put("P", admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(9))).all());
    var longer = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
    asked.put("S", admin.incrementalAlterConfigs(Map.of(resource, List.of(longer))).all());
    var first = new TopicPartition(topic, 0);
    asked.put("K", admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(1))).all());
    var letters = new StringBuilder();
    for (var attempt : asked.entrySet()) {
      KafkaFuture<?> answer = attempt.getValue();
      if (goesThrough(() -> answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS))) {
        letters.append(attempt.getKey());
      }
    }
    if (goesThrough(() -> read(first))) {
      letters.append('r');
    }
    if (goesThrough(() -> write(topic))) {
      letters.append('w');
    }
    KafkaFuture<Void> deleted = admin.deleteTopics(List.of(topic)).all();
    if (goesThrough(() -> deleted.get(PATIENCE_SECONDS, TimeUnit.SECONDS))) {
      letters.append('X');
    }
    return AccessTable.sorted(letters.toString());
  }

  private static NewTopic empty(String topic) {
    return new NewTopic(topic, Optional.of(1), Optional.empty());
  }

  private Object read(TopicPartition from) {
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(from));
      consumer.seek(from, 0);
      for (int polls = 0; polls < 100; polls++) {
        if (!consumer.poll(POLL).isEmpty()) {
          return from;
        }
      }
      throw new AssertionError(from + " gave neither a record nor a refusal");
    }
  }

  private Object write(String topic) throws Exception {
    var settings = new HashMap<>(properties);
    settings.put("max.block.ms", 15_000);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** True when it was done or only refused as done already; anything but "not allowed" is odd. */
  static boolean goesThrough(Callable<?> attempt) throws Exception {
    try {
      attempt.call();
      return true;
    } catch (ExecutionException | RuntimeException e) {
      Throwable why = e;
      while (why.getCause() != null && !(why instanceof AuthorizationException)) {
        why = why.getCause();
      }
      if (why instanceof AuthorizationException) {
        return false;
      }
      if (why instanceof TopicExistsException) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
