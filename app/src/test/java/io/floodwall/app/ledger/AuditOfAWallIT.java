package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.IntentSender;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.Until;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One wall's life under audit: while it runs, with intents that wait, as a kept folder, and after
 * somebody has written to its topics and deleted from them.
 */
class AuditOfAWallIT {
  private static final String PREFIX = "floodwall.";
  private static final int INTENTS = 400;
  private static final int WAITING = 5;

  @TempDir private Path temp;
  private int sent;

  @Test
  void aWallIsCompleteUntilSomebodyTampersWithIt() throws Exception {
    Path data = temp.resolve("data");
    try (LocalWall local = start(data)) {
      auditedWhileItRuns(local);
      auditedWithIntentsThatWait(local);
    }
    JsonNode kept = audit(0, "--data", data.toString());
    assertThat(kept.get("complete").asBoolean()).isTrue();
    assertThat(kept.get("pending")).hasSize(WAITING);

    try (var broker = EmbeddedBroker.start(BrokerFolder.existing(data), BrokerSettings.defaults());
        var wall = Wall.connect(broker.adminProperties(), PREFIX, 30_000)) {
      String bootstrap = broker.bootstrapServers();
      TopicPartition rejected = partitionWith(wall, wall.topics().rejected(), 3);
      deleteRecords(wall, rejected, 2);
      JsonNode cut = audit(0, "--bootstrap", bootstrap);
      assertThat(cut.get("retention").get(rejected.toString()).asLong()).isEqualTo(2);

      append(wall, first(wall, wall.topics().admitted()));
      JsonNode doubled = audit(5, "--bootstrap", bootstrap);
      assertThat(doubled.get("counts").get("double").asInt()).isEqualTo(1);
      assertThat(doubled.get("findings_count").asInt()).isEqualTo(1);

      append(wall, renumbered(wall, first(wall, wall.topics().admitted())));
      JsonNode invented = audit(5, "--bootstrap", bootstrap);
      assertThat(invented.get("counts").get("double").asInt()).isEqualTo(2);
      assertThat(invented.get("findings").get(1).get("number").asLong()).isEqualTo(1_000_000);
    }
  }

  private static LocalWall start(Path data) {
    var settings =
        Map.of(
            "floodwall.release.per.second", "300",
            "floodwall.rate.burst", "30",
            "floodwall.room.capacity", "64");
    return LocalWall.start(
        BrokerFolder.kept(data), new LocalWall.Plan(PREFIX, 2, 0, settings), line -> {});
  }

  private void auditedWhileItRuns(LocalWall local) {
    var load =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 4; i++) {
                send(local.wall(), INTENTS / 4);
              }
            });
    do {
      audit(0, "--bootstrap", local.bootstrapServers());
    } while (!load.isDone());
    load.join();
    JsonNode quiet =
        Awaitility.await("all intents are answered on record")
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> audit(0, "--bootstrap", local.bootstrapServers()),
                now -> now.get("pending").isEmpty() && total(now, "behind_the_cut") == 0);
    assertThat(total(quiet, "intents")).isEqualTo(INTENTS);
    assertThat(total(quiet, "refused")).isPositive();
    assertThat(quiet.get("retention")).isEmpty();
    assertThat(quiet.get("decisions_on_topics").asLong())
        .isPositive()
        .isEqualTo(quiet.get("decisions_on_record").asLong());
  }

  private void auditedWithIntentsThatWait(LocalWall local) {
    String bootstrap = local.bootstrapServers();
    assertThat(run("valve", "close", "--reason", "audit", "--bootstrap", bootstrap).exit())
        .isZero();
    send(local.wall(), WAITING);
    JsonNode waiting =
        Awaitility.await("they wait")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> audit(0, "--bootstrap", bootstrap),
                now -> now.get("pending").size() == WAITING && total(now, "behind_the_cut") == 0);
    assertThat(waiting.get("pending").get(0).get("stage").asText()).isEqualTo("waiting");
  }

  private static long total(JsonNode audited, String count) {
    long total = 0;
    for (JsonNode partition : audited.get("partitions")) {
      total += partition.get(count).asLong();
    }
    return total;
  }

  private void send(Wall wall, int count) {
    var intents = new ArrayList<Intent>();
    for (int i = 0; i < count; i++, sent++) {
      String agent = sent % 3 == 0 ? "chaos-monkey" : "agent-" + sent;
      String resource = List.of("web", "api", "billing", "ledger-db").get(sent % 4);
      BlastRadius blast = sent % 5 == 0 ? BlastRadius.GLOBAL : BlastRadius.CELL;
      intents.add(
          Intent.of(
              agent, Integer.toString(sent), new Action.Destroy(resource), Priority.URGENT, blast));
    }
    new IntentSender(wall).send(intents, Until.ACKNOWLEDGED, 30_000);
  }

  private static JsonNode audit(int exit, String... where) {
    var words = new ArrayList<>(List.of("ledger", "audit", "-o", "json"));
    words.addAll(List.of(where));
    Cli said = run(words.toArray(String[]::new));
    assertThat(said.exit()).as(said.toString()).isEqualTo(exit);
    return said.json().get(0);
  }

  private static Cli run(String... words) {
    return Cli.floodwall(words);
  }

  /** A partition of {@code topic} with at least so many records. */
  private static TopicPartition partitionWith(Wall wall, String topic, int count) {
    var counts = new java.util.HashMap<TopicPartition, Integer>();
    records(wall, topic)
        .forEach(r -> counts.merge(new TopicPartition(topic, r.partition()), 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= count)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static ConsumerRecord<byte[], byte[]> first(Wall wall, String topic) {
    return records(wall, topic).get(0);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(Wall wall, String topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var reader = new TopicReader(wall);
    reader.read(reader.partitionsOf(topic), records::add);
    return records;
  }

  /** The same decision under a number that nobody has given. */
  private static ConsumerRecord<byte[], byte[]> renumbered(
      Wall wall, ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Decision made = wall.codecs().decision().decode(record.value());
    var forged =
        new Decision(
            made.intent(),
            made.facts(),
            made.ruling(),
            made.topic(),
            made.bundle(),
            1_000_000,
            made.decidedAtMs());
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        0,
        record.key(),
        wall.codecs().decision().encode(forged));
  }

  private static void append(Wall wall, ConsumerRecord<byte[], byte[]> record) throws Exception {
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  record.topic(), record.partition(), record.key(), record.value()))
          .get();
    }
  }

  private static void deleteRecords(Wall wall, TopicPartition partition, long before) {
    var deleted =
        wall.cluster()
            .admin()
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)));
    wall.cluster().get(deleted.all());
  }
}
