package io.floodwall.app.wall;

import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.client.Until;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StartException;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;

/**
 * A wall of its own on a broker, and what one can do to it and to an application that is to run on
 * it.
 */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedBroker broker;
  private final Path state;
  private final Wall wall;
  private int sent;

  private Stage(EmbeddedBroker broker, Path state, Wall wall) {
    this.broker = broker;
    this.state = state;
    this.wall = wall;
  }

  /** A wall without any topic. */
  static Stage on(EmbeddedBroker broker, String prefix, Path folder) {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    return new Stage(
        broker, folder.resolve("state"), Wall.connect(client, prefix, PATIENCE.toMillis()));
  }

  Stage withTopics(int partitions) {
    wall.topicSet().create(partitions, Optional.empty());
    return this;
  }

  Wall wall() {
    return wall;
  }

  /** What {@code app} is started with here, {@code more} included. */
  AppConfig config(StreamApp app, Map<String, String> more) {
    var properties = new HashMap<String, String>();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put(AppConfig.PREFIX, wall.prefix());
    properties.put(AppConfig.STATE_DIR, state.toString());
    properties.put(
        AppConfig.SESSION_TIMEOUT_MS,
        "1000"); // a stopped application's group is empty after this long
    properties.putAll(more);
    return app.configure(properties);
  }

  /** Starts {@code app} and waits until it is ready. */
  StreamRunner running(StreamApp app) {
    StreamRunner runner = StreamRunner.start(app, config(app, Map.of()));
    try {
      runner.awaitReady(PATIENCE);
      return runner;
    } catch (StartException e) {
      runner.close();
      throw e;
    }
  }

  /** Sends intents of as many agents, which have never been seen before. */
  void send(int count) {
    var intents = new ArrayList<Intent>();
    for (int i = 0; i < count; i++) {
      String agent = "agent-" + sent++;
      intents.add(
          Intent.of(agent, "1", new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL));
    }
    new IntentSender(wall).send(intents, Until.ACKNOWLEDGED, 30_000);
  }

  /** The candidates, in order within a partition. */
  List<Candidate> candidates() {
    var candidates = new ArrayList<Candidate>();
    var reader = new TopicReader(wall);
    reader.read(
        reader.partitionsOf(wall.topics().candidates()),
        record -> {
          try {
            candidates.add(wall.codecs().candidate().decode(record.value()));
          } catch (MalformedRecordException e) {
            throw new AssertionError("admission wrote it", e);
          }
        });
    return candidates;
  }

  void awaitCandidates(int count) {
    Awaitility.await(count + " candidates")
        .atMost(PATIENCE)
        .until(() -> candidates().size() >= count);
  }

  <T> T get(KafkaFuture<T> answer) {
    return wall.cluster().get(answer);
  }

  void set(String topic, String key, String value) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    get(wall.cluster().admin().incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    awaitSeen(
        () ->
            get(wall.cluster().admin().describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(key)
                .value()
                .equals(value));
  }

  void grow(int partitions, Collection<String> topics) {
    var grown = new HashMap<String, NewPartitions>();
    topics.forEach(topic -> grown.put(topic, NewPartitions.increaseTo(partitions)));
    get(wall.cluster().admin().createPartitions(grown).all());
    awaitSeen(
        () ->
            get(wall.cluster().admin().describeTopics(topics).allTopicNames()).values().stream()
                .allMatch(topic -> topic.partitions().size() == partitions));
  }

  /** A broker answers that something was changed some moments before it knows of it itself. */
  void awaitSeen(Callable<Boolean> seen) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(seen);
  }

  void delete(String topic) {
    get(wall.cluster().admin().deleteTopics(List.of(topic)).all());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !get(wall.cluster().admin().listTopics().names()).contains(topic));
  }

  void deleteRecords(TopicPartition partition, long before) {
    get(
        wall.cluster()
            .admin()
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
            .all());
  }

  /** What {@code app} has committed. */
  Map<TopicPartition, OffsetAndMetadata> offsets(StreamApp app) {
    return get(
        wall.cluster()
            .admin()
            .listConsumerGroupOffsets(group(app))
            .partitionsToOffsetAndMetadata());
  }

  /**
   * Deletes what {@code app} has committed, as soon as Kafka lets it: when the stopped instance's
   * session is over.
   */
  void loseOffsets(StreamApp app) {
    whenItsSessionIsOver(
        () -> wall.cluster().admin().deleteConsumerGroups(List.of(group(app))).all());
  }

  void loseOffsets(StreamApp app, Set<TopicPartition> of) {
    whenItsSessionIsOver(
        () -> wall.cluster().admin().deleteConsumerGroupOffsets(group(app), of).all());
  }

  private interface Attempt {
    KafkaFuture<Void> start();
  }

  private void whenItsSessionIsOver(Attempt attempt) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(org.apache.kafka.common.KafkaException.class)
        .until(
            () -> {
              get(attempt.start());
              return true;
            });
  }

  private String group(StreamApp app) {
    return wall.prefix() + app.name();
  }

  @Override
  public void close() {
    wall.close();
  }
}
