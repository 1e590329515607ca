package io.floodwall.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's own tools, in a process of their own, show of a wall after a flood. */
@Timeout(300)
class StockToolsIT {
  private static final String CONSUMER = "consumer.ConsoleConsumer";
  private static final String FORMATTER = "io.floodwall.console.FloodwallFormatter";

  @TempDir private static Path folder;

  private static FloodedWall wall;
  private static StockKafka kafka;

  @BeforeAll
  static void raiseAWall() {
    wall = FloodedWall.start();
    kafka = new StockKafka(folder);
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static String[] consuming(long records, String topics, String... more) {
    var all = new ArrayList<String>();
    all.addAll(List.of("--bootstrap-server", wall.bootstrapServers(), "--include", topics));
    all.addAll(List.of("--from-beginning", "--isolation-level", "read_committed"));
    all.addAll(List.of("--max-messages", Long.toString(records)));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void theFormatterPrintsEveryCommittedRecordOfEveryTopicAsOneJsonObject() throws Exception {
    SortedMap<String, Long> counts = wall.counts();
    StockKafka.Answer answer =
        kafka.runWithFormatter(
            CONSUMER,
            consuming(sum(counts), String.join("|", counts.keySet()), "--formatter", FORMATTER));

    assertThat(answer.exit()).as(answer.err()).isZero();
    var seen = new java.util.TreeMap<String, Long>();
    counts.keySet().forEach(topic -> seen.put(topic, 0L));
    for (String line : answer.lines()) {
      JsonNode shown = Json.parse(line);
      seen.merge(shown.get("topic").textValue(), 1L, Long::sum);
      assertThat(line).isEqualTo(PlainText.escaped(line)).doesNotContain(FloodedWall.ROLLED_BACK);
      assertThat(shown.has("record") || shown.has("error") || shown.has("tombstone")).isTrue();
    }
    assertThat(seen).isEqualTo(counts);
    assertThat(counts.get(wall.topics().ledger())).isGreaterThan(8);
  }

  @Test
  void aLedgersPayloadsAreTheDecisions() throws Exception {
    String ledger = wall.topics().ledger();
    StockKafka.Answer answer =
        kafka.runWithFormatter(
            CONSUMER, consuming(wall.counts().get(ledger), ledger, "--formatter", FORMATTER));

    var verdicts = new ArrayList<JsonNode>();
    for (String line : answer.lines()) {
      JsonNode entry = Json.parse(line).get("value");
      if (entry.get("kind").textValue().equals("VERDICT")) {
        verdicts.add(entry.get("payload"));
      }
    }
    assertThat(verdicts)
        .isNotEmpty()
        .allMatch(payload -> payload.get("record").textValue().equals("Decision"))
        .anyMatch(payload -> payload.at("/value/ruling/verdict").textValue().equals("ADMIT"))
        .anyMatch(
            payload ->
                payload.at("/value/intent/reasoning").textValue().equals(FloodedWall.HOSTILE));
  }

  @Test
  void damagedBytesGetALineAndTheConsumerGoesOn() throws Exception {
    String intents = wall.topics().intents();
    StockKafka.Answer answer =
        kafka.runWithFormatter(
            CONSUMER,
            consuming(
                wall.counts().get(intents),
                intents,
                "--formatter",
                FORMATTER,
                "--formatter-property",
                "format=text"));

    assertThat(answer.exit()).as(answer.err()).isZero();
    assertThat(answer.lines())
        .hasSize(wall.counts().get(intents).intValue())
        .anyMatch(line -> line.contains(" key=\"agent-t\" tombstone=true"))
        .anyMatch(
            line ->
                line.contains(
                    "error=\"UNKNOWN_SCHEMA\" detail=\"schema id 4711 at byte 1 is not known\""
                        + " bytes=8 hex=\"0000001267010203\""))
        .anyMatch(line -> line.contains("error=\"MALFORMED\" detail=\"byte 0 must be 0x00"))
        .allMatch(line -> line.equals(PlainText.escaped(line)))
        .noneMatch(line -> line.contains(" verdict=\"ADMIT"));
  }

  @Test
  void withoutTheFormatterKafkasConsumerReadsKeysAndHeaders() throws Exception {
    String admitted = wall.topics().admitted();
    StockKafka.Answer answer =
        kafka.run(
            CONSUMER,
            consuming(
                wall.counts().get(admitted),
                admitted,
                "--formatter-property",
                "print.key=true",
                "--formatter-property",
                "print.value=false",
                "--formatter-property",
                "print.headers=true"));

    assertThat(answer.exit()).as(answer.err()).isZero();
    assertThat(answer.lines())
        .hasSize(wall.counts().get(admitted).intValue())
        .allMatch(line -> line.contains("ce_id:") && line.matches(".*\tagent-\\w+"));
  }

  @Test
  void topicsAreListedAndDescribed() throws Exception {
    StockKafka.Answer listed =
        kafka.run("TopicCommand", "--bootstrap-server", wall.bootstrapServers(), "--list");
    StockKafka.Answer described =
        kafka.run(
            "TopicCommand",
            "--bootstrap-server",
            wall.bootstrapServers(),
            "--describe",
            "--topic",
            wall.topics().intents());

    assertThat(listed.lines()).containsAll(wall.counts().keySet());
    assertThat(described.out())
        .contains("PartitionCount: " + FloodedWall.PARTITIONS)
        .contains("message.timestamp.type=LogAppendTime");
  }

  @Test
  void offsetsAndGroupsAreTold() throws Exception {
    StockKafka.Answer offsets =
        kafka.run(
            "GetOffsetShell",
            "--bootstrap-server",
            wall.bootstrapServers(),
            "--topic",
            wall.topics().ledger());
    StockKafka.Answer groups =
        kafka.run(
            "consumer.group.ConsumerGroupCommand",
            "--bootstrap-server",
            wall.bootstrapServers(),
            "--describe",
            "--group",
            "floodwall.gate");

    assertThat(offsets.lines())
        .hasSize(FloodedWall.PARTITIONS)
        .allMatch(line -> line.matches("floodwall\\.ledger:\\d+:\\d+"));
    assertThat(groups.lines())
        .as(groups.err())
        .anyMatch(line -> line.matches("floodwall\\.gate +floodwall\\.candidates +0 +\\d+ +.*"));
  }
}
