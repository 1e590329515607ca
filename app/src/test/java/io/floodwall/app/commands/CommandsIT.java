package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.intent.PlainText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands against a wall that runs: what they print, and the exit codes that scripts rely on.
 */
class CommandsIT {
  private static final int BURST = 8;

  private static RunningWall wall;

  @TempDir private Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall =
        RunningWall.start(
            Map.of("floodwall.rate.burst", Integer.toString(BURST), "floodwall.rate.refill", "1"));
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static Said scale(String agent, String id, String... more) {
    String[] words = {
      "submit",
      "--agent",
      agent,
      "--id",
      id,
      "--action",
      "scale",
      "--resource",
      "web",
      "--replicas",
      "3"
    };
    return submit(words, more);
  }

  private static Said submit(String[] words, String... more) {
    var all = new java.util.ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return wall.type(all.toArray(String[]::new));
  }

  private static void assertSaid(Said said, int exit, String... parts) {
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).contains(parts);
    assertThat(said.exit()).isEqualTo(exit);
  }

  /** Nothing on stdout moves a cursor, reorders or hides text, or adds lines. */
  private static void assertPlain(Said said, int lines) {
    assertThat(said.out()).hasLineCount(lines);
    said.out().lines().forEach(line -> assertThat(line).isEqualTo(PlainText.escaped(line)));
    said.err().lines().forEach(line -> assertThat(line).isEqualTo(PlainText.escaped(line)));
  }

  @Nested
  class Submit {
    @Test
    void anAdmittedIntentIsExitCode0() {
      assertSaid(scale("fine", "1", "--wait"), 0, "fine/1 admit ADMITTED");
    }

    @Test
    void aRejectedIntentIsExitCode3AndSaysWhyAndWhatToDo() {
      Said said =
          wall.type(
              "submit",
              "--agent",
              "rash",
              "--action",
              "destroy",
              "--resource",
              "web",
              "--blast",
              "global",
              "--priority",
              "pager",
              "--wait");
      assertSaid(
          said,
          3,
          " reject POLICY: destructive global change requires human sign-off; next: change the"
              + " intent as the text says");
    }

    @Test
    void aDeferredIntentIsExitCode4() {
      Said said =
          wall.type(
              "submit",
              "--agent",
              "dba",
              "--action",
              "apply",
              "--resource",
              "db",
              "--manifest",
              "x",
              "--wait");
      assertSaid(said, 4, " defer POLICY: resource 'db' is not on the allowlist; next: ");
    }

    @Test
    void aDuplicateIsRefusedWithThePlaceOfTheEarlierRecordAndIsExitCode3() throws Exception {
      long offset =
          scale("twice", "1", "--wait", "-o", "json").json().get(0).get("offset").longValue();
      assertSaid(
          scale("twice", "1", "--wait"),
          3,
          "twice/1 refused DUPLICATE: the earlier record is at offset " + offset + "; next: ");
    }

    @Test
    void anIdUsedForAnotherIntentIsRefused() {
      assertSaid(scale("reuser", "1", "--wait"), 0, "admit");
      assertSaid(
          scale("reuser", "1", "--wait", "--reasoning", "another"),
          3,
          "reuser/1 refused ID_CONFLICT: ");
    }

    @Test
    void anIntentOfATenantWithoutABundleIsRejected() {
      assertSaid(
          scale("stranger", "1", "--wait", "--tenant", "nobody"),
          3,
          "reject UNKNOWN_TENANT: no bundle governs tenant 'nobody'");
    }

    @Test
    void anIntentAboveTheSizeLimitIsRefused() throws Exception {
      Path file = folder.resolve("large.json");
      Files.writeString(
          file,
          "{\"agent\":\"large\",\"id\":\"1\",\"action\":\"apply\",\"resource\":\"web\",\"manifest\":\""
              + "x".repeat(100_000)
              + "\"}");
      assertSaid(
          wall.type("submit", "-f", file.toString(), "--wait"),
          3,
          "large/1 refused TOO_LARGE: ",
          " bytes of 65536");
    }

    @Test
    void asJsonADecisionIsOneObjectWithItsBreakdown() throws Exception {
      Said said = scale("json", "1", "--wait", "-o", "json");
      assertThat(said.exit()).isZero();
      assertThat(said.out()).hasLineCount(1);
      JsonNode decision = said.json().get(0);
      assertThat(decision.fieldNames())
          .toIterable()
          .containsExactly(
              "agent",
              "id",
              "partition",
              "offset",
              "outcome",
              "reason",
              "detail",
              "decision_seq",
              "in_force",
              "breakdown");
      assertThat(decision.get("agent").textValue()).isEqualTo("json");
      assertThat(decision.get("outcome").textValue()).isEqualTo("admit");
      assertThat(decision.get("reason").textValue()).isEqualTo("ADMITTED");
      assertThat(decision.get("in_force").booleanValue()).isTrue();
      assertThat(decision.get("breakdown").findValuesAsText("policy"))
          .containsExactly("no-global-destroy", "blast-needs-priority", "resource-allowlist");
      assertThat(decision.get("breakdown").findValuesAsText("verdict"))
          .containsExactly("silent", "silent", "admit");
    }

    @Test
    void asJsonARefusalSaysWhatToDoNextAndWhen() throws Exception {
      var lines = new StringBuilder();
      for (int i = 0; i < 2 * BURST; i++) {
        lines
            .append("{\"agent\":\"runaway\",\"id\":")
            .append(i)
            .append(",\"action\":\"destroy\",\"resource\":\"web\"}\n");
      }
      Said said = wall.typeWith(lines.toString(), "submit", "--wait", "-o", "json");
      assertThat(said.exit()).isEqualTo(3);
      List<JsonNode> answers = said.json();
      assertThat(answers).hasSize(2 * BURST);
      JsonNode refusal = answers.get(2 * BURST - 1);
      assertThat(refusal.fieldNames())
          .toIterable()
          .containsExactly(
              "agent",
              "id",
              "partition",
              "offset",
              "outcome",
              "reason",
              "detail",
              "next",
              "retry_after_ms");
      assertThat(refusal.get("outcome").textValue()).isEqualTo("refused");
      assertThat(refusal.get("reason").textValue()).isEqualTo("RATE_LIMITED");
      assertThat(refusal.get("retry_after_ms").longValue()).isPositive();
    }

    @Test
    void aFileMayBeYamlOrJson() throws Exception {
      Path yaml =
          Files.writeString(
              folder.resolve("intent.yaml"),
              "agent: filer\nid: 1\naction: scale\nresource: web\nreplicas: 3\n");
      Path json =
          Files.writeString(
              folder.resolve("intent.json"),
              "{\t\"agent\": \"filer\", \"id\": \"2\", \"action\": \"destroy\", \"resource\":"
                  + " \"web\"}");
      assertSaid(wall.type("submit", "-f", yaml.toString(), "--wait"), 0, "filer/1 admit");
      assertSaid(wall.type("submit", "-f", json.toString(), "--wait"), 0, "filer/2 admit");
    }

    @Test
    void theWorstOfManyLinesIsTheExitCode() {
      String admitted =
          "{\"agent\":\"many\",\"id\":\"1\",\"action\":\"destroy\",\"resource\":\"web\"}\n";
      String deferred =
          "{\"agent\":\"many\",\"id\":\"2\",\"action\":\"destroy\",\"resource\":\"db\"}\n";
      String rejected =
          "{\"agent\":\"lots\",\"id\":\"3\",\"action\":\"destroy\",\"resource\":\"web\",\"blast\":\"global\"}\n";
      assertSaid(
          wall.typeWith(admitted + deferred, "submit", "--wait"),
          4,
          "many/1 admit",
          "many/2 defer");
      assertSaid(
          wall.typeWith(
              rejected + deferred.replace("2", "4") + admitted.replace("1", "5"),
              "submit",
              "--wait"),
          3,
          "lots/3 reject",
          "many/4 defer",
          "many/5 admit");
    }

    @Test
    void withoutWaitingItIsOnlySent() throws Exception {
      assertThat(scale("hasty", "1").out()).matches("hasty/1 sent at partition \\d offset \\d+\\R");
      JsonNode sent = scale("hasty", "2", "-o", "json").json().get(0);
      assertThat(sent.fieldNames())
          .toIterable()
          .containsExactly("agent", "id", "partition", "offset", "outcome");
      assertThat(sent.get("outcome").textValue()).isEqualTo("pending");
    }

    @Test
    void withoutAnIdEachIntentIsANewOne() {
      String[] words = {
        "submit", "--agent", "idless", "--action", "destroy", "--resource", "web", "--wait"
      };
      assertSaid(wall.type(words), 0, "admit");
      assertSaid(wall.type(words), 0, "admit");
    }

    @Test
    @Timeout(20)
    void whereThereIsNoWallTheMissingTopicIsToldAtOnce() {
      for (String[] wait : new String[][] {{}, {"--wait"}}) {
        Said said =
            submit(
                new String[] {
                  "submit",
                  "--agent",
                  "a",
                  "--action",
                  "destroy",
                  "--resource",
                  "web",
                  "--prefix",
                  "nowhere."
                },
                wait);
        assertThat(said).returns(1, Said::exit).returns("", Said::out);
        assertThat(said.err())
            .contains("a topic is missing", "create them with: floodwall topics create")
            .hasLineCount(1);
      }
    }
  }

  @Nested
  class Steer {
    @Test
    void aClosedValveHoldsIntentsBackUntilItIsOpened() throws Exception {
      assertSaid(
          wall.type("valve", "close", "--reason", "incident 42"),
          0,
          "the valve is closed, on all 4 partitions");
      try {
        assertSaid(
            scale("held", "1", "--wait", "--timeout", "2"),
            4,
            "held/1 pending: no answer in time at partition");
      } finally {
        Said open = wall.type("valve", "open", "--reason", "over", "-o", "json");
        assertThat(open.exit()).isZero();
        assertThat(open.json().get(0).toString())
            .isEqualTo(
                "{\"control\":\"valve\",\"engaged\":false,\"partitions\":4,\"in_effect\":true}");
      }
      assertSaid(scale("held", "2", "--wait"), 0, "held/2 admit");
      assertSaid(scale("held", "1", "--wait"), 3, "held/1 refused DUPLICATE");
    }

    @Test
    void aValveClosedForAWhileOpensByItself() {
      assertSaid(
          wall.type("valve", "close", "--reason", "breather", "--for", "3s"),
          0,
          "the valve is closed");
      assertSaid(scale("patient", "1", "--wait", "--timeout", "1"), 4, "pending");
      assertSaid(scale("patient", "2", "--wait"), 0, "patient/2 admit");
    }

    @Test
    void aJailedAgentIsRefusedAndNobodyElse() {
      assertSaid(
          wall.type("jail", "monkey", "--reason", "runaway loop", "--who", "ops"),
          0,
          "monkey is jailed, on all 4 partitions");
      assertSaid(
          scale("monkey", "1", "--wait"),
          3,
          "monkey/1 refused JAILED: by ops: runaway loop; next: ask the operator");
      assertSaid(scale("human", "1", "--wait"), 0, "human/1 admit");
      assertSaid(
          wall.type("release", "monkey", "--reason", "fixed"),
          0,
          "monkey is released, on all 4 partitions");
      assertSaid(scale("monkey", "1", "--wait"), 0, "monkey/1 admit");
    }

    @Test
    void aJailWithALengthSaysWhenToComeBack() throws Exception {
      Said jail = wall.type("jail", "loud", "--reason", "cool down", "--for", "1h", "-o", "json");
      assertThat(jail.json().get(0).toString())
          .isEqualTo(
              "{\"control\":\"jail/loud\",\"engaged\":true,\"partitions\":4,\"in_effect\":true}");
      JsonNode refusal = scale("loud", "1", "--wait", "-o", "json").json().get(0);
      assertThat(refusal.get("retry_after_ms").longValue())
          .isBetween(1L, Duration.ofHours(1).toMillis());
    }
  }

  /** Topics without applications: what is ordered is on record, and takes effect when they run. */
  @Nested
  class OnAWallThatDoesNotRun {
    private Said at(String prefix, String... words) {
      return submit(words, "--prefix", prefix);
    }

    @Test
    void topicsAreCreatedOnceWithTheDefaultBundle() throws Exception {
      Said said = at("made.", "topics", "create", "--partitions", "3");
      assertSaid(
          said,
          0,
          "created made.intents",
          "16 topics created with 3 partitions",
          "published the default bundle for tenant default");
      assertSaid(at("made.", "topics", "create"), 0, "nothing was missing");
      assertSaid(at("made.", "topics", "check"), 0, "all topics are as they must be");
      assertSaid(at("made.", "policy", "show"), 0, "tenant: \"default\"", "version: 1");
      assertThat(at("made.", "topics", "list", "-o", "json").json())
          .hasSize(16)
          .first()
          .hasToString("{\"topic\":\"made.intents\",\"partitions\":3,\"replication\":1}");
      assertThat(at("made.", "topics", "list").out())
          .containsPattern("made\\.dead-letters +1 partitions, replication 1");
      Said json = at("made.", "topics", "create", "-o", "json");
      assertThat(json.json())
          .singleElement()
          .hasToString("{\"partitions\":3,\"bundle_published\":false,\"created\":[]}");
    }

    @Test
    void anotherNumberOfPartitionsIsRefused() {
      assertSaid(at("fixed.", "topics", "create", "--partitions", "2"), 0, "with 2 partitions");
      Said said = at("fixed.", "topics", "create", "--partitions", "4");
      assertThat(said).returns(1, Said::exit).returns("", Said::out);
      assertThat(said.err()).contains("the wall has 2 partitions and the count is fixed for life");
    }

    @Test
    void whatIsNotThereIsNamedByTheCheck() throws Exception {
      Said said = at("none.", "topics", "check");
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.out())
          .hasLineCount(16)
          .contains("none.intents: topic is missing, must be there");
      assertThat(at("none.", "topics", "check", "-o", "json").json().get(0))
          .hasToString(
              "{\"topic\":\"none.intents\",\"what\":\"topic\",\"expected\":\"there\",\"found\":\"missing\"}");
      assertThat(at("none.", "topics", "list")).isEqualTo(new Said(0, "", ""));
    }

    @Test
    void whatDiffersIsNamedByCheckAndByCreate() throws Exception {
      assertSaid(at("odd.", "topics", "create"), 0, "with 4 partitions");
      var ledger = new ConfigResource(ConfigResource.Type.TOPIC, "odd.ledger");
      var change =
          new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
      var cluster = wall.local().wall().cluster();
      cluster.get(cluster.admin().incrementalAlterConfigs(Map.of(ledger, List.of(change))).all());
      org.awaitility.Awaitility.await().until(() -> at("odd.", "topics", "check").exit() == 1);
      assertThat(at("odd.", "topics", "check").out())
          .isEqualToNormalizingNewlines("odd.ledger: cleanup.policy is delete, must be compact\n");
      Said create = at("odd.", "topics", "create", "-o", "json");
      assertThat(create.exit()).isEqualTo(1);
      assertThat(create.json())
          .hasSize(2)
          .last()
          .hasToString(
              "{\"topic\":\"odd.ledger\",\"what\":\"cleanup.policy\",\"expected\":\"compact\",\"found\":\"delete\"}");
    }

    @Test
    void ordersArePublishedAndNotConfirmed() throws Exception {
      assertSaid(at("idle.", "topics", "create"), 0, "published");
      Path bundle =
          Files.writeString(
              folder.resolve("bundle.yaml"), "tenant: default\nversion: 2\npolicies: []\n");
      for (String[] order :
          new String[][] {
            {"valve", "close", "--reason", "r"},
            {"jail", "a", "--reason", "r"},
            {"policy", "publish", bundle.toString()}
          }) {
        Said said = submit(order, "--prefix", "idle.", "--timeout", "1");
        assertThat(said).returns(4, Said::exit).returns("", Said::out);
        assertThat(said.err()).contains("published, but not every partition has confirmed it");
      }
      assertSaid(at("idle.", "policy", "show"), 0, "version: 2", "version: 1");
      Said json =
          submit(
              new String[] {"valve", "open", "--reason", "r"},
              "--prefix",
              "idle.",
              "--timeout",
              "1",
              "-o",
              "json");
      assertThat(json.exit()).isEqualTo(4);
      assertThat(json.json().get(0).get("in_effect").booleanValue()).isFalse();
    }

    @Test
    @Timeout(90)
    void anApplicationThatFailsTakesTheOthersOfItsProcessWithIt() {
      assertSaid(at("half.", "topics", "create", "--partitions", "1"), 0, "with 1 partitions");
      var cluster = wall.local().wall().cluster();
      var gone =
          Map.of(
              new TopicPartition("half.candidates", 0),
              new OffsetAndMetadata(9),
              new TopicPartition("half.policies", 0),
              new OffsetAndMetadata(0));
      cluster.get(cluster.admin().alterConsumerGroupOffsets("half.gate", gone).all());
      Said said =
          wall.type(
              "run",
              "all",
              "--set",
              "floodwall.prefix=half.",
              "--set",
              "floodwall.state.dir=" + folder.resolve("state"));
      assertThat(said.exit()).isEqualTo(1);
    }
  }

  @Nested
  class HostileText {
    private static final String CLEAR = "\u001b[2J\u001b[H";
    private static final String LINK = "\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007";
    private static final String CLIPBOARD = "\u001b]52;c;cm0gLXJmIC8=\u0007";
    private static final String BIDI = "\u202e\u2066\u200b\ufeff";
    private static final String HOSTILE =
        CLEAR
            + LINK
            + CLIPBOARD
            + BIDI
            + "\u009b31m\u007f"
            + "\n".repeat(200)
            + "deployer/1 admit ADMITTED";

    @Test
    void inReasoningAndManifestNeverReachesTheTerminal() {
      String[] words = {
        "submit",
        "--agent",
        "hostile",
        "--action",
        "apply",
        "--resource",
        "db",
        "--manifest",
        HOSTILE,
        "--reasoning",
        HOSTILE,
        "--wait"
      };
      Said text = submit(words, "--id", "1");
      assertThat(text.exit()).isEqualTo(4);
      assertPlain(text, 1);
      Said json = submit(words, "--id", "2", "-o", "json");
      assertThat(json.exit()).isEqualTo(4);
      assertPlain(json, 1);
    }

    @Test
    void inAJailsReasonIsEscapedInTheRefusal() {
      assertPlain(wall.type("jail", "victim", "--reason", HOSTILE), 1);
      Said text = scale("victim", "1", "--wait");
      assertThat(text.out())
          .contains(
              "victim/1 refused JAILED: by ",
              "\\u{1b}[2J",
              "\\u{1b}]52;c;",
              "\\u{202e}",
              "\\u{a}\\u{a}");
      assertPlain(text, 1);
      Said json = scale("victim", "2", "--wait", "-o", "json");
      assertThat(json.out()).contains("\\u001B[2J", "\\u202E", "\\u007F");
      assertPlain(json, 1);
    }

    @Test
    void inANameIsRefusedBeforeItIsSent() {
      for (String option :
          List.of(
              "--agent",
              "--resource",
              "--tenant",
              "--session",
              "--on-behalf-of",
              "--environment",
              "--state-digest")) {
        String agent = option.equals("--agent") ? HOSTILE : "a";
        String resource = option.equals("--resource") ? HOSTILE : "web";
        String[] words = {
          "submit", "--agent", agent, "--action", "destroy", "--resource", resource
        };
        Said said =
            option.equals("--agent") || option.equals("--resource")
                ? submit(words)
                : submit(words, option, HOSTILE);
        assertThat(said.exit()).as(option).isEqualTo(2);
        assertPlain(said, 0);
        assertThat(said.err()).hasLineCount(1);
      }
    }

    @Test
    void inATenantThatIsAskedForIsEscaped() {
      Said said = wall.type("policy", "show", "--tenant", HOSTILE);
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err()).hasLineCount(1).contains("\\u{1b}[2J");
      assertPlain(said, 0);
    }
  }
}
