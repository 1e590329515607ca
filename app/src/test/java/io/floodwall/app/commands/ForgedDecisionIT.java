package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.console.StockKafka;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A decision that no gate made, on a wall that runs: it is in the topic, and not in the ledger. */
@Timeout(180)
class ForgedDecisionIT {
  private static final String FORGED = "forged\u001b[2Jevil.example\u202e";

  @TempDir private Path folder;

  @Test
  void aDecisionUnderANumberThatIsTakenIsNeverHandedOutAndTheAuditFindsIt() throws Exception {
    try (RunningWall wall = RunningWall.start(Map.of())) {
      submit(wall, "1");
      ConsumerRecord<byte[], byte[]> real = onlyAdmitted(wall.local().wall());
      forge(wall.local().wall(), real);

      Said first = deploy(wall, "2");
      assertThat(first.exit()).as(first.err()).isEqualTo(5);
      assertThat(first.out()).doesNotContain("forged");
      assertThat(first.err())
          .contains("OTHER_DECISION", "what was admitted as careful/forged")
          .doesNotContain("\tat ");
      Said again = deploy(wall, "1");
      assertThat(again.exit()).isEqualTo(5);
      assertThat(again.out()).doesNotContain("forged");
      var transcript = new Transcript("deploy", "forged");
      transcript.add(first, "--name", "it", "--max", "2", "--exec", "sort", "-o", "/dev/null");
      transcript.add(again, "--name", "it", "--max", "1", "--exec", "sort", "-o", "/dev/null");
      transcript.isGolden();

      Said audit = wall.type("ledger", "audit");
      assertThat(audit.exit()).as(audit.toString()).isEqualTo(5);
      assertThat(audit.out()).contains("floodwall.admitted");
    }
  }

  @Test
  void theStepOfThePlaybookPassesOverItAndTheDeployerGoesOn() throws Exception {
    try (RunningWall wall = RunningWall.start(Map.of())) {
      submit(wall, "1");
      forge(wall.local().wall(), onlyAdmitted(wall.local().wall()));
      assertThat(deploy(wall, "2").exit()).isEqualTo(5);
      Said letter =
          wall.type(
              "console", "dead-letters", "--from-beginning", "--headers", "--max-messages", "1");
      assertThat(letter.out()).contains("DUPLICATE_DECISION");
      String[] place = letter.json().get(0).get("key").asText().split("/", -1);

      long next = Long.parseLong(place[2]) + 1;
      String[] step =
          playbook()
              .replace("kafka:9092", wall.local().bootstrapServers())
              .replace(":P ", ":" + place[1] + " ")
              .replace("OFFSET+1", Long.toString(next))
              .split(" ", -1);
      StockKafka.Answer moved =
          new StockKafka(folder).run("consumer.group.ConsumerGroupCommand", step);
      assertThat(moved.exit()).as(moved.toString()).isZero();

      submit(wall, "2");
      Said on = deploy(wall, "1");
      assertThat(on.exit()).as(on.toString()).isZero();
      assertThat(on.out()).startsWith("applied  careful/2 ").doesNotContain("forged");
    }
  }

  /** The words behind the tool's name in the step for a forged decision. */
  private static String playbook() throws IOException {
    Matcher step =
        Pattern.compile("kafka-consumer-groups\\.sh ([^`]*--reset-offsets[^`]*)`")
            .matcher(Files.readString(Path.of("../docs/operations.md")));
    assertThat(step.find()).isTrue();
    return step.group(1);
  }

  private static void submit(RunningWall wall, String id) {
    String intent =
        "{\"agent\":\"careful\",\"id\":\"%s\",\"action\":\"scale\",\"resource\":\"web\",\"replicas\":1}"
            .formatted(id);
    assertThat(wall.typeWith(intent, "submit", "--wait").exit()).isZero();
  }

  private Said deploy(RunningWall wall, String max) {
    return Said.by(
        "deploy",
        "--name",
        "it",
        "--vkey",
        wall.vkey(),
        "--pin",
        folder.resolve("pins").toString(),
        "--max",
        max,
        "--bootstrap",
        wall.local().bootstrapServers(),
        "--exec",
        "sort",
        "-o",
        "/dev/null");
  }

  private static ConsumerRecord<byte[], byte[]> onlyAdmitted(Wall wall) {
    var reader = new TopicReader(wall);
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    reader.read(reader.partitionsOf(wall.topics().admitted()), found::add);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Writes, as anybody could who has the right, what a gate would write of another intent. */
  private static void forge(Wall wall, ConsumerRecord<byte[], byte[]> real) throws Exception {
    Decision is = wall.codecs().decision().decode(real.value());
    Intent like = is.intent();
    var intent =
        Intent.of(like.agent(), FORGED, new Action.Destroy("web"), like.priority(), like.blast());
    var decision =
        new Decision(
            intent,
            is.facts(),
            is.ruling(),
            is.topic(),
            is.bundle(),
            is.decisionSeq(),
            is.decidedAtMs());
    byte[] key = like.agent().getBytes(UTF_8);
    byte[] value = wall.codecs().decision().encode(decision);
    try (Producer<byte[], byte[]> anybody = wall.producer(Map.of())) {
      anybody.send(new ProducerRecord<>(real.topic(), real.partition(), key, value)).get();
    }
  }
}
