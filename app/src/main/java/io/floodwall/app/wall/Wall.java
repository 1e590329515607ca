package io.floodwall.app.wall;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentClientBuilder;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.DeployerClientBuilder;
import io.floodwall.client.ShareGroup;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Cluster;
import io.floodwall.runtime.TopicSet;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A wall on a cluster, as a client of it sees it: its topics, its codecs, and how to get a producer
 * or a consumer.
 */
public final class Wall implements AutoCloseable {
  private final Map<String, Object> properties;
  private final Cluster cluster;
  private final Topics topics;
  private final String prefix;
  private final Supplier<Codecs> codecs;
  private volatile int partitions; // 0 until it was asked

  private Wall(Map<String, Object> properties, Cluster cluster, Topics topics, String prefix) {
    this.properties = Map.copyOf(RegistryProperties.without(properties));
    this.codecs = new Once<>(() -> RegistryProperties.codecs(properties, topics));
    this.cluster = cluster;
    this.topics = topics;
    this.prefix = prefix;
  }

  /** Connects to the wall that the options name. */
  public static Wall connect(KafkaOptions kafka) {
    return connect(kafka.clientProperties(), kafka.prefix(), kafka.timeoutMs());
  }

  /** Connects to the wall whose topics start with {@code prefix}. */
  public static Wall connect(Map<String, Object> clientProperties, String prefix, long timeoutMs) {
    Topics topics;
    try {
      topics = new Topics(prefix);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--prefix: " + e.getMessage(), e);
    }
    Map<String, Object> kafka = RegistryProperties.without(clientProperties);
    return new Wall(clientProperties, Cluster.connect(kafka, timeoutMs), topics, prefix);
  }

  /** What its topics start with. */
  public String prefix() {
    return prefix;
  }

  public Cluster cluster() {
    return cluster;
  }

  public Topics topics() {
    return topics;
  }

  /** How its records are written and read; a registry is asked at the first question. */
  public Codecs codecs() {
    return codecs.get();
  }

  /** How many partitions the wall has, as its intents topic said once: the count is for life. */
  public int partitions() {
    if (partitions == 0) {
      String intents = topics.intents();
      partitions =
          cluster
              .get(cluster.admin().describeTopics(List.of(intents)).allTopicNames())
              .get(intents)
              .partitions()
              .size();
    }
    return partitions;
  }

  /** The set of topics as specified; the demo's intents alone carry their own time. */
  public TopicSet topicSet() {
    boolean demo = prefix.equals(AppConfig.DEMO_PREFIX);
    return new TopicSet(
        cluster, topics.all(demo ? Topics.IntentsTime.CREATE : Topics.IntentsTime.APPEND));
  }

  /** Creates what is missing of the topics, and gives the deployers' share group its settings. */
  public List<String> create(int partitions, Optional<Short> replication) {
    List<String> created = topicSet().create(partitions, replication);
    if (cluster.featureLevel("share.version") > 0) {
      ShareGroup.settle(cluster.admin(), ShareGroup.idFor(prefix));
    }
    return created;
  }

  /** An agent's client of this wall, yet to be opened. */
  public AgentClientBuilder agentClient() {
    return AgentClient.builder().properties(properties).prefix(prefix).codecs(codecs());
  }

  /** A deployer's client of this wall, yet to be opened. */
  public DeployerClientBuilder deployerClient() {
    return DeployerClient.builder().properties(properties).prefix(prefix).codecs(codecs());
  }

  /** An idempotent producer that waits for all replicas. */
  public Producer<byte[], byte[]> producer(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(properties);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer without a group that sees committed records only. */
  public Consumer<byte[], byte[]> consumer() {
    return consumer("read_committed");
  }

  /** A consumer without a group that sees what was rolled back too: never to act on. */
  public Consumer<byte[], byte[]> consumerOfRolledBackToo() {
    return consumer("read_uncommitted");
  }

  private Consumer<byte[], byte[]> consumer(String isolation) {
    var settings = new HashMap<String, Object>(properties);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
