package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.core.gate.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of topics, line by line. */
class TopicsTest {
  private static final String DAY = "86400000";
  private static final String WEEK = "604800000";
  private static final String MONTH = "2592000000";

  private final Topics topics = new Topics("floodwall.");

  @Test
  void theTableOfTopics() {
    assertThat(topics.all().stream().map(TopicsTest::line))
        .containsExactly(
            "intents | agent | Intent | delete | N | agents",
            "refused | agent | Refusal | delete | N | admission",
            "waiting | agent | Waiting | delete | N | admission",
            "candidates | agent | Candidate | delete | N | admission",
            "admitted | agent | Decision | delete | N | gate",
            "deferred | agent | Decision | delete | N | gate",
            "rejected | agent | Decision | delete | N | gate",
            "outcomes | agent | Outcome | delete | N | deployers",
            "ledger | <partition>/<16-digit seq> | LedgerEntry | compact | N | ledger",
            "heads | <partition> | Head | compact | N | ledger",
            "tiles | <partition>/<level>/<number> | tile | compact | N | ledger",
            "checkpoints | <partition>/<size> | note | compact | N | ledger",
            "cosignatures | <partition>/<size>/<witness> | note | compact | N | feeders",
            "policies | <tenant>/<version> | PolicyBundle | compact | N | operators",
            "controls | valve, jail/<agent>, key/<agent>/<key id>, signing or signing/<agent> |"
                + " Control | compact | N | operators",
            "dead-letters | <topic>/<partition>/<offset> | bytes | delete | 1 | any stage");
  }

  @Test
  void recordsAreKeptThisLong() {
    var kept = new HashMap<String, String>();
    topics
        .all()
        .forEach(
            topic -> kept.put(topic.role(), topic.configs().getOrDefault("retention.ms", "-")));

    assertThat(kept)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("intents", WEEK),
                Map.entry("refused", WEEK),
                Map.entry("waiting", DAY),
                Map.entry("candidates", WEEK),
                Map.entry("admitted", MONTH),
                Map.entry("deferred", MONTH),
                Map.entry("rejected", MONTH),
                Map.entry("outcomes", MONTH),
                Map.entry("dead-letters", MONTH),
                Map.entry("ledger", "-"),
                Map.entry("heads", "-"),
                Map.entry("tiles", "-"),
                Map.entry("checkpoints", "-"),
                Map.entry("cosignatures", "-"),
                Map.entry("policies", "-"),
                Map.entry("controls", "-")));
  }

  @Test
  void onlyIntentsAreStampedByTheBroker() {
    assertThat(topics.all())
        .filteredOn(topic -> topic.configs().containsKey("message.timestamp.type"))
        .singleElement()
        .satisfies(topic -> assertThat(topic.role()).isEqualTo("intents"))
        .satisfies(
            topic ->
                assertThat(topic.configs())
                    .containsEntry("message.timestamp.type", "LogAppendTime"));
  }

  @Test
  void ofTheTopicsOnlyIntentsCanTellTheirOwnTime() {
    List<TopicSpec> own = topics.all(Topics.IntentsTime.CREATE);

    assertThat(own.get(0).configs()).containsEntry("message.timestamp.type", "CreateTime");
    assertThat(own.subList(1, own.size())).isEqualTo(topics.all().subList(1, own.size()));
    assertThat(own)
        .noneMatch(topic -> topic.configs().containsKey("message.timestamp.after.max.ms"));
  }

  @Test
  void theCleanerNeverTouchesEvidence() {
    Map<String, String> ledger = spec("ledger").configs();
    assertThat(spec("checkpoints").configs()).isEqualTo(ledger);
    assertThat(spec("cosignatures").configs()).isEqualTo(ledger);

    assertThat(ledger)
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("min.compaction.lag.ms", Long.toString(Long.MAX_VALUE));
    long tombstonesKeptMs = Long.parseLong(ledger.get("delete.retention.ms"));
    assertThat(Math.addExact(System.currentTimeMillis(), tombstonesKeptMs))
        .as("the cleaner adds it to the clock, unchecked")
        .isGreaterThan(tombstonesKeptMs);
  }

  @Test
  void everyBatchThatCarriesALargestRecordIsLetThrough() {
    assertThat(topics.all())
        .allSatisfy(
            topic -> assertThat(topic.configs()).containsEntry("max.message.bytes", "1048576"));
    assertThat(Topics.RECORD_BYTES_MAX).isEqualTo(262_144);
  }

  @Test
  void settingsAreNamedAsKafkaNamesThem() {
    assertThat(topics.all().stream().flatMap(topic -> topic.configs().keySet().stream()).distinct())
        .containsExactlyInAnyOrder(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG);
  }

  @Test
  void accessorsAndTableAgree() {
    assertThat(topics.all())
        .extracting(TopicSpec::name)
        .containsExactly(
            topics.intents(),
            topics.refused(),
            topics.waiting(),
            topics.candidates(),
            topics.admitted(),
            topics.deferred(),
            topics.rejected(),
            topics.outcomes(),
            topics.ledger(),
            topics.heads(),
            topics.tiles(),
            topics.checkpoints(),
            topics.cosignatures(),
            topics.policies(),
            topics.controls(),
            topics.deadLetters());
    assertThat(topics.intents()).isEqualTo("floodwall.intents");
    assertThat(topics.verdict(Verdict.ADMIT)).isEqualTo("floodwall.admitted");
    assertThat(topics.verdict(Verdict.DEFER)).isEqualTo("floodwall.deferred");
    assertThat(topics.verdict(Verdict.REJECT)).isEqualTo("floodwall.rejected");
  }

  @Test
  void everyValueThatIsARecordHasASchema() {
    var names = new ArrayList<String>();
    PinnedSchemaIds.load().versions().values().forEach(version -> names.add(version.recordName()));

    assertThat(topics.all())
        .allMatch(topic -> topic.isAvro() == names.contains(topic.value()))
        .filteredOn(topic -> !topic.isAvro())
        .extracting(TopicSpec::role)
        .containsExactly("tiles", "checkpoints", "cosignatures", "dead-letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"floodwall.", "a.", "team_1.wall-2.", "0."})
  void prefixesThatKafkaTakes(String prefix) {
    for (TopicSpec topic : new Topics(prefix).all()) {
      Topic.validate(topic.name());
      assertThat(topic.name()).isEqualTo(prefix + topic.role());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "floodwall",
        "flood wall.",
        "fl\u00f6dwall.",
        "a/b.",
        "a..",
        "a.\n"
      })
  void prefixesThatAreRefused(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Topics(prefix));
  }

  @Test
  void aPrefixLeavesRoomForEveryName() {
    String longest = "a".repeat(249 - "dead-letters".length() - 1) + ".";

    new Topics(longest).all().forEach(topic -> Topic.validate(topic.name()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Topics("a" + longest));
  }

  @Test
  void agentsLieWhereKafkasOwnPartitionerPutsThem() {
    for (String agent :
        List.of("agent-a", "Agent-A", "a", "\u00fcber", "\uD83D\uDE80", "x".repeat(200))) {
      for (int partitions : new int[] {1, 2, 6, 12, 1000}) {
        assertThat(Topics.partitionOf(agent, partitions))
            .isEqualTo(
                org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                    Utils.utf8(agent), partitions));
      }
    }
  }

  /** Values computed by other clients' murmur2, so that a change of ours is seen. */
  @Test
  void theHashIsFixedForEver() {
    assertThat(Utils.murmur2(Utils.utf8("foobar"))).isEqualTo(-790332482);
    assertThat(Topics.partitionOf("foobar", 12)).isEqualTo((-790332482 & 0x7fffffff) % 12);
  }

  @Test
  void topicsHaveTheWallsPartitionsAndDeadLettersHaveOne() {
    assertThat(spec("intents").partitions(6)).isEqualTo(6);
    assertThat(spec("dead-letters").partitions(6)).isEqualTo(1);
  }

  private TopicSpec spec(String role) {
    return topics.all().stream()
        .filter(topic -> topic.role().equals(role))
        .findFirst()
        .orElseThrow();
  }

  private static String line(TopicSpec topic) {
    return String.join(
        " | ",
        topic.role(),
        topic.key(),
        topic.value(),
        topic.cleanupPolicy(),
        topic.partitioned() ? "N" : "1",
        topic.writer());
  }
}
