package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Changelogs;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A wall of two partitions that can lose all that Kafka Streams keeps of it. Its intents carry
 * times that the test gives, so that two runs are the same.
 */
final class LosableWall implements AutoCloseable {
  private static final String PREFIX = AppConfig.DEMO_PREFIX;
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedBroker broker;
  private final Wall wall;
  private final Path folder;
  private final Map<String, String> settings;
  private final List<StreamRunner> apps = new ArrayList<>();
  private final Producer<byte[], byte[]> agents;
  private int lives;

  private LosableWall(EmbeddedBroker broker, Wall wall, Path folder, Map<String, String> settings) {
    this.broker = broker;
    this.wall = wall;
    this.folder = folder;
    this.settings = settings;
    this.agents = wall.producer(Map.of());
  }

  static LosableWall start(Path folder, Map<String, String> settings) {
    EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.kept(folder), BrokerSettings.defaults());
    Wall wall = Wall.connect(broker.adminProperties(), PREFIX, PATIENCE.toMillis());
    wall.topicSet().create(PARTITIONS, Optional.empty());
    var losable = new LosableWall(broker, wall, folder, settings);
    try {
      losable.startApps();
      DefaultBundle.publishIfMissing(wall);
      return losable;
    } catch (RuntimeException e) {
      losable.close();
      throw e;
    }
  }

  void startApps() {
    lives++;
    for (StreamApp app : LocalWall.APPS) {
      apps.add(StreamRunner.start(app, config(app)));
    }
    apps.forEach(app -> app.awaitReady(PATIENCE));
  }

  private AppConfig config(StreamApp app) {
    var properties = new HashMap<String, String>();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put(AppConfig.PREFIX, PREFIX);
    properties.put(AppConfig.INTENTS_TIMESTAMP, "create");
    properties.put(AppConfig.STATE_DIR, folder.resolve("state-" + lives).toString());
    properties.put(AppConfig.SESSION_TIMEOUT_MS, "1000");
    if (app.name().equals(AdmissionApp.NAME)) {
      properties.putAll(settings);
    }
    return app.configure(properties);
  }

  void stopApps() {
    apps.forEach(StreamRunner::close);
    apps.clear();
    for (StreamApp app : LocalWall.APPS) {
      Awaitility.await("its session is over")
          .atMost(PATIENCE)
          .until(
              () ->
                  get(wall.cluster()
                          .admin()
                          .describeConsumerGroups(List.of(PREFIX + app.name()))
                          .all())
                      .get(PREFIX + app.name())
                      .members()
                      .isEmpty());
    }
  }

  /** Deletes changelogs and offsets; the next state folders are new ones. */
  void loseEverything() {
    for (StreamApp app : LocalWall.APPS) {
      String group = PREFIX + app.name();
      var changelogs = Changelogs.of(wall.cluster(), group).keySet();
      get(wall.cluster().admin().deleteTopics(changelogs).all());
      get(wall.cluster().admin().deleteConsumerGroups(List.of(group)).all());
      Awaitility.await("the changelogs are gone")
          .atMost(PATIENCE)
          .until(() -> Changelogs.of(wall.cluster(), group).isEmpty());
    }
  }

  void deleteAllIntents() {
    var before = new HashMap<TopicPartition, RecordsToDelete>();
    var reader = new TopicReader(wall);
    reader
        .whole(reader.partitionsOf(wall.topics().intents()))
        .end()
        .forEach((partition, end) -> before.put(partition, RecordsToDelete.beforeOffset(end)));
    get(wall.cluster().admin().deleteRecords(before).all());
  }

  Cli rebuild(String... more) {
    var words = new ArrayList<>(List.of("ledger", "replay", "--rebuild"));
    settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    words.addAll(List.of(more));
    return type(words.toArray(String[]::new));
  }

  Cli verifyState(String... more) {
    var words = new ArrayList<>(List.of("ledger", "replay", "--verify", "--state"));
    settings.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    words.addAll(List.of(more));
    return type(words.toArray(String[]::new));
  }

  /** Has a hand on the newest row of an application's store in a partition; null deletes it. */
  void bendRow(String app, String store, int partition, UnaryOperator<byte @Nullable []> bend) {
    var changelog = new TopicPartition(Changelogs.name(PREFIX + app, store), partition);
    var row = new TopicReader(wall).last(List.of(changelog)).get(changelog);
    if (row == null) {
      throw new AssertionError("nothing is on " + changelog);
    }
    byte[] value = bend.apply(row.value());
    var unused = agents.send(new ProducerRecord<>(row.topic(), partition, row.key(), value));
    agents.flush();
  }

  Cli type(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--bootstrap", broker.bootstrapServers(), "--prefix", PREFIX));
    return Cli.floodwall(all.toArray(String[]::new));
  }

  void order(String... words) {
    Cli said = type(words);
    if (said.exit() != 0) {
      throw new AssertionError(said.toString());
    }
  }

  void send(List<Intent> intents, long timeMs) {
    intents.forEach(intent -> sendWithoutWaiting(intent, timeMs));
    awaitRead();
  }

  void sendWithoutWaiting(Intent intent, long timeMs) {
    byte[] key = intent.agent().getBytes(UTF_8);
    int partition = Topics.partitionOf(intent.agent(), PARTITIONS);
    byte[] value = wall.codecs().intent().encode(intent);
    var unused =
        agents.send(new ProducerRecord<>(wall.topics().intents(), partition, timeMs, key, value));
  }

  /** Waits until admission has read all intents, and the others what came of it. */
  void awaitRead() {
    agents.flush();
    Awaitility.await("all is read")
        .atMost(PATIENCE)
        .until(
            () -> {
              for (StreamApp app : LocalWall.APPS) {
                GroupOffsets read = GroupOffsets.of(wall, app.name());
                for (String topic : app.sources(wall.topics())) {
                  var ends =
                      new Settled(wall, 1_000).ends(new TopicReader(wall).partitionsOf(topic));
                  for (var end : ends.entrySet()) {
                    Long at = read.of(topic, end.getKey().partition());
                    if (end.getValue() > 0 && (at == null || at < end.getValue())) {
                      return false;
                    }
                  }
                }
              }
              return true;
            });
  }

  void awaitRoomEmpty() {
    Awaitility.await("nobody waits")
        .atMost(PATIENCE)
        .until(() -> type("ledger", "audit", "-o", "json").json().get(0).get("pending").isEmpty());
  }

  void eachDecision(Consumer<Decision> consumer) {
    for (Verdict verdict : Verdict.values()) {
      each(
          wall.topics().verdict(verdict),
          record -> consumer.accept(wall.codecs().decision().decode(record.value())));
    }
  }

  void eachRefusal(Consumer<Refusal> consumer) {
    each(
        wall.topics().refused(),
        record -> consumer.accept(wall.codecs().refusal().decode(record.value())));
  }

  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  private void each(String topic, Reader consumer) {
    var reader = new TopicReader(wall);
    reader.read(
        reader.partitionsOf(topic),
        record -> {
          try {
            consumer.read(record);
          } catch (MalformedRecordException e) {
            throw new AssertionError(e);
          }
        });
  }

  private <T> T get(KafkaFuture<T> answer) {
    return wall.cluster().get(answer);
  }

  @Override
  public void close() {
    agents.close();
    apps.forEach(StreamRunner::close);
    wall.close();
    broker.close();
  }
}
