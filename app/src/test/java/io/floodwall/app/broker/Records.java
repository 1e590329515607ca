package io.floodwall.app.broker;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the broker's tests write to a topic of one partition, and read back with ordinary clients.
 */
record Records(String bootstrapServers, String topic) {

  static Records of(EmbeddedBroker broker, String topic) {
    return new Records(broker.bootstrapServers(), topic);
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  void createTopic(Map<String, String> configs) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
          .all()
          .get(30, SECONDS);
    }
  }

  /** The broker's own configuration in force. */
  Map<String, String> brokerConfig() throws Exception {
    try (Admin admin = admin()) {
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
      Config config = admin.describeConfigs(List.of(broker)).values().get(broker).get(30, SECONDS);
      return config.entries().stream()
          .filter(entry -> entry.value() != null)
          .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
  }

  /** A transactional producer, initialised; the caller closes it. */
  KafkaProducer<String, String> producer() {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "writer-of-" + topic,
                "transaction.timeout.ms",
                60_000),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  void writeCommitted(String... values) {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.beginTransaction();
      for (String value : values) {
        var unused = producer.send(new ProducerRecord<>(topic, "key", value));
      }
      producer.commitTransaction();
    }
  }

  /** Reads committed records from the beginning until there are as many as asked for. */
  List<String> readCommitted(int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadlineNs = System.nanoTime() + SECONDS.toNanos(30);
      while (values.size() < count && System.nanoTime() < deadlineNs) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
