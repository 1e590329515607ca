package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.wall.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles from file to verdict: each test is its own tenant's. */
class PolicyIT {
  private static RunningWall wall;

  @TempDir private Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall = RunningWall.start(Map.of());
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private Said publish(String bundle, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("bundle.yaml"), bundle);
    var words = new ArrayList<>(List.of("policy", "publish", file.toString()));
    words.addAll(List.of(more));
    return wall.type(words.toArray(String[]::new));
  }

  private void published(String bundle) throws IOException {
    Said said = publish(bundle);
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains(" governs on all 4 partitions");
    for (String app : List.of("gate", "ledger")) {
      assertThat(positions(app))
          .as(app)
          .allSatisfy((p, at) -> assertThat(at).isGreaterThan(last(p)));
    }
  }

  /** Up to where {@code app} has committed that it has applied the policies. */
  private static Map<TopicPartition, Long> positions(String app) {
    var cluster = wall.local().wall().cluster();
    var positions = new HashMap<TopicPartition, Long>();
    cluster
        .get(
            cluster
                .admin()
                .listConsumerGroupOffsets("floodwall." + app)
                .partitionsToOffsetAndMetadata())
        .forEach((partition, at) -> positions.put(partition, at.offset()));
    positions.keySet().removeIf(partition -> !partition.topic().equals("floodwall.policies"));
    assertThat(positions).hasSize(RunningWall.PARTITIONS);
    return positions;
  }

  private static long last(TopicPartition partition) {
    var offsets = new ArrayList<Long>();
    new TopicReader(wall.local().wall())
        .read(List.of(partition), record -> offsets.add(record.offset()));
    return offsets.get(offsets.size() - 1);
  }

  private static String verdict(String tenant, String agent, String... more) {
    var words =
        new ArrayList<>(
            List.of("submit", "--tenant", tenant, "--agent", agent, "--wait", "--resource", "web"));
    words.addAll(List.of(more));
    Said said = wall.type(words.toArray(String[]::new));
    assertThat(said.err()).isEmpty();
    return said.out().strip();
  }

  @Test
  void aNewVersionGovernsOnEveryPartitionWhenTheCommandReturns() throws IOException {
    for (int version = 1; version <= 4; version += 2) {
      published("tenant: acme\nversion: " + version + "\ndefault: admit\npolicies: []\n");
      for (int p = 0; p < RunningWall.PARTITIONS; p++) {
        assertThat(verdict("acme", RunningWall.agentIn(p, "agent"), "--action", "destroy"))
            .contains(" admit ADMITTED");
      }
      published(
          "tenant: acme\nversion: "
              + (version + 1)
              + "\ndefault: admit\npolicies: [freeze-window]\n");
      for (int p = 0; p < RunningWall.PARTITIONS; p++) {
        assertThat(verdict("acme", RunningWall.agentIn(p, "agent"), "--action", "destroy"))
            .contains(" defer POLICY: change freeze in effect");
      }
    }
  }

  @Test
  void theSameOrALowerVersionIsRefusedAndTheNextOneNamed() throws IOException {
    String bundle = "tenant: once\nversion: 5\npolicies: []\n";
    published(bundle);
    for (String again :
        List.of(bundle, bundle.replace("[]", "[freeze-window]"), bundle.replace("5", "4"))) {
      Said said = publish(again);
      assertThat(said).returns(1, Said::exit).returns("", Said::out);
      assertThat(said.err())
          .contains("once/5 is published already; versions are never re-written: use version 6");
    }
    published(bundle.replace("5", "6"));
  }

  @Test
  void aBundleThatIsNotValidIsNotPublished() throws IOException {
    Said said = publish("tenant: typo\nversion: 1\npolicies: [no-global-destory]\n");
    assertThat(said).returns(1, Said::exit).returns("", Said::out);
    assertThat(said.err()).contains("unknown policy").hasLineCount(1);
    assertThat(wall.type("policy", "show", "--tenant", "typo"))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("tenant 'typo' has no bundle: its intents are rejected UNKNOWN_TENANT");
  }

  @Test
  void anAgentsClaimsAreHeldToItsBounds() throws IOException {
    published(
        """
        tenant: bounds
        version: 1
        default: admit
        agents:
          - free
          - {name: capped, maxPriority: normal}
          - {name: raised, minBlast: region}
        policies: [blast-needs-priority]
        """);
    String[] urgent = {"--action", "destroy", "--priority", "pager", "--blast", "global"};
    assertThat(verdict("bounds", "free", urgent)).contains(" admit ADMITTED");
    assertThat(verdict("bounds", "capped", urgent))
        .contains("Global blast radius needs priority >= Urgent, got Normal");
    assertThat(verdict("bounds", "free", "--action", "destroy", "--blast", "cell"))
        .contains(" admit ADMITTED");
    assertThat(verdict("bounds", "raised", "--action", "destroy", "--blast", "cell"))
        .contains("Region blast radius needs priority >= Urgent, got Normal");
  }

  @Test
  void anAgentThatIsNotListedIsRejected() throws IOException {
    published("tenant: club\nversion: 1\ndefault: admit\nagents: [member]\npolicies: []\n");
    assertThat(verdict("club", "member", "--action", "destroy")).contains(" admit ADMITTED");
    for (String stranger : List.of("Member", "member2", "*")) {
      assertThat(verdict("club", stranger, "--action", "destroy"))
          .contains(" reject AGENT_NOT_IN_TENANT: ");
    }
  }

  @Test
  void whereNoPolicySpeaksAnAbsentDefaultRejects() throws IOException {
    published("tenant: shut\nversion: 1\npolicies: [no-global-destroy]\n");
    assertThat(verdict("shut", "a", "--action", "destroy"))
        .contains(" reject NO_POLICY_SPOKE: no policy spoke and the default is reject");
  }

  @Test
  void onlyASafeToolIsNotDestructive() throws IOException {
    published(
        """
        tenant: tools
        version: 1
        default: admit
        safeTools: [list-pods]
        policies: [no-global-destroy]
        """);
    String[] safe = {
      "--action", "invoke", "--tool", "list-pods", "--parameter", "ns=prod", "--blast", "global"
    };
    assertThat(verdict("tools", "a", safe)).contains(" admit ADMITTED");
    safe[3] = "List-Pods";
    assertThat(verdict("tools", "a", safe))
        .contains(" reject POLICY: destructive global change requires human sign-off");
  }

  @Test
  void whatIsShownCanBeEditedAndPublishedAgain() throws Exception {
    published(
        """
        tenant: shown
        version: 1
        default: admit
        agents: [{name: a, maxPriority: bulk}]
        policies: [{resource-allowlist: {allow: [web]}}]
        """);
    String shown = wall.type("policy", "show", "--tenant", "shown").out();
    assertThat(shown)
        .contains(
            "tenant: \"shown\"",
            "version: 1",
            "default: \"admit\"",
            "maxPriority",
            "resource-allowlist");
    published(shown.replace("version: 1", "version: 2"));
    assertThat(wall.type("policy", "show", "--tenant", "shown", "-o", "json").json())
        .hasSize(2)
        .first()
        .hasToString(
            "{\"tenant\":\"shown\",\"version\":2,\"default\":\"admit\",\"agents\":[{\"name\":\"a\",\"maxPriority\":\"bulk\"}],"
                + "\"policies\":[{\"resource-allowlist\":{\"allow\":[\"web\"]}}]}");
  }

  @Test
  void asJsonPublishingIsOneObject() throws Exception {
    assertThat(publish("tenant: json\nversion: 1\npolicies: []\n", "-o", "json").json())
        .singleElement()
        .hasToString("{\"bundle\":\"json/1\",\"in_effect\":true}");
  }
}
