package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.core.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * {@code get} against a flooded wall: its numbers are those that the senders were answered, which
 * come by another way.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GetIT {
  private static final int BURST = 6;

  private static final String EVIDENCE = "gone\u001b[2J\n\u202e";

  private static RunningWall wall;
  private static List<JsonNode> answers;

  @BeforeAll
  static void flood() throws Exception {
    wall =
        RunningWall.start(
            Map.of("floodwall.rate.burst", Integer.toString(BURST), "floodwall.rate.refill", "0"));
    assertThat(wall.type("jail", "prisoner", "--reason", "loop", "--who", "ada").exit()).isZero();
    var lines = new StringBuilder();
    for (int i = 0; i < 2 * BURST; i++) {
      lines.append(line("runaway", i, "destroy", "web", ""));
    }
    lines.append(line("careful", 1, "destroy", "web", ""));
    lines.append(line("careful", 1, "destroy", "web", ""));
    lines.append(line("careful", 2, "destroy", "db", ""));
    lines.append(line("rash", 1, "destroy", "web", ",\"blast\":\"global\",\"priority\":\"pager\""));
    lines.append(line("prisoner", 1, "destroy", "web", ""));
    answers = wall.typeWith(lines.toString(), "submit", "--wait", "-o", "json").json();
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static String line(String agent, int id, String action, String resource, String more) {
    return "{\"agent\":\"%s\",\"id\":\"%d\",\"action\":\"%s\",\"resource\":\"%s\"%s}%n"
        .formatted(agent, id, action, resource, more);
  }

  private static Map<String, Long> counts(List<JsonNode> rows, String... fields) {
    var counts = new TreeMap<String, Long>();
    for (JsonNode row : rows) {
      var key = new StringBuilder();
      for (String field : fields) {
        key.append(row.path(field).asText()).append(' ');
      }
      counts.merge(key.toString().strip(), 1L, Long::sum);
    }
    return counts;
  }

  private static List<JsonNode> get(String... words) throws Exception {
    Said said = wall.type(words(words, "-o", "json"));
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    return said.json();
  }

  private static String[] words(String[] words, String... more) {
    var all = new ArrayList<>(List.of("get"));
    all.addAll(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  @Order(1)
  void everyRecordOfIntentsIsListedWithTheAnswerItsSenderGot() throws Exception {
    var told = new TreeMap<String, String>();
    for (JsonNode row : get("intents")) {
      told.put(
          row.get("partition") + "@" + row.get("offset"),
          row.get("agent").textValue()
              + "/"
              + row.get("id").textValue()
              + " "
              + row.get("state").textValue()
              + " "
              + row.get("reason").textValue());
    }
    var expected = new TreeMap<String, String>();
    Map<String, String> states =
        Map.of(
            "admit", "admitted", "defer", "deferred", "reject", "rejected", "refused", "refused");
    for (JsonNode answer : answers) {
      expected.put(
          answer.get("partition") + "@" + answer.get("offset"),
          answer.get("agent").textValue()
              + "/"
              + answer.get("id").textValue()
              + " "
              + states.get(answer.get("outcome").textValue())
              + " "
              + answer.get("reason").textValue());
    }
    assertThat(told).isEqualTo(expected).hasSize(2 * BURST + 5);
  }

  @Test
  @Order(2)
  void everyDecisionThatIsLedgeredIsInForceAndEveryIntentSaysWhatItAskedFor() throws Exception {
    for (JsonNode row : get("intents", "--verdict", "admitted,deferred,rejected")) {
      assertThat(row.get("in_force").booleanValue()).as(row.toString()).isTrue();
    }
    for (JsonNode row : get("intents")) {
      assertThat(row.get("action").textValue()).as(row.toString()).isEqualTo("destroy");
      assertThat(row.get("appended_at").textValue()).as(row.toString()).isNotNull();
    }
  }

  @Test
  @Order(3)
  void refusedAndHoldsAreThePartsOfIntentsWithTheirStates() throws Exception {
    assertThat(counts(get("refused"), "agent", "reason"))
        .isEqualTo(
            Map.of(
                "runaway RATE_LIMITED", (long) BURST,
                "careful DUPLICATE", 1L,
                "prisoner JAILED", 1L));
    List<JsonNode> holds = get("holds");
    assertThat(holds).hasSize(1);
    assertThat(holds.get(0).get("id").textValue()).isEqualTo("2");
    assertThat(holds.get(0).get("next").textValue())
        .startsWith("deferred is final: submit it again");
    assertThat(counts(get("intents", "--verdict", "REJECTED"), "agent"))
        .isEqualTo(Map.of("rash", 1L));
  }

  @Test
  @Order(4)
  void agentsAreCountedAndTheJailedOneIsNamed() throws Exception {
    Map<String, JsonNode> agents = new TreeMap<>();
    get("agents").forEach(row -> agents.put(row.get("agent").textValue(), row));
    assertThat(agents.keySet()).containsExactly("careful", "prisoner", "rash", "runaway");
    JsonNode runaway = agents.get("runaway");
    assertThat(runaway.get("admitted").longValue()).isEqualTo(BURST);
    assertThat(runaway.get("refused").longValue()).isEqualTo(BURST);
    assertThat(runaway.get("tokens_micros").longValue()).isZero();
    assertThat(runaway.get("jailed").booleanValue()).isFalse();
    assertThat(agents.get("prisoner").get("jailed").booleanValue()).isTrue();
    assertThat(agents.get("prisoner").get("tokens_micros").isNull()).isTrue();
    assertThat(agents.get("careful").get("deferred").longValue()).isEqualTo(1);
    agents.values().forEach(row -> assertThat(row.get("pending").longValue()).isZero());
  }

  @Test
  @Order(5)
  void controlsSayOnHowManyPartitionsTheyAreInEffect() throws Exception {
    List<JsonNode> controls = get("controls");
    assertThat(controls).hasSize(2);
    assertThat(controls.get(0).get("key").textValue()).isEqualTo("valve");
    assertThat(controls.get(0).get("state").textValue()).isEqualTo("open");
    assertThat(controls.get(1).get("key").textValue()).isEqualTo("jail/prisoner");
    assertThat(controls.get(1).get("state").textValue()).isEqualTo("jailed");
    assertThat(controls.get(1).get("who").textValue()).isEqualTo("ada");
    assertThat(controls.get(1).get("applied").intValue()).isEqualTo(RunningWall.PARTITIONS);
  }

  @Test
  @Order(6)
  void headsStandWhereTheLedgersOwnCommandSaysAndNothingLags() throws Exception {
    List<JsonNode> heads = get("heads");
    List<JsonNode> ledger = wall.type("ledger", "head", "-o", "json").json();
    assertThat(heads).hasSize(RunningWall.PARTITIONS);
    for (int p = 0; p < RunningWall.PARTITIONS; p++) {
      assertThat(heads.get(p).get("digest")).isEqualTo(ledger.get(p).get("digest"));
      assertThat(heads.get(p).get("size")).isEqualTo(ledger.get(p).get("size"));
      assertThat(heads.get(p).get("decided")).isEqualTo(ledger.get(p).get("decisions_through"));
      assertThat(heads.get(p).get("lag").longValue()).isZero();
    }
  }

  @Test
  @Order(7)
  void theBundleThatGovernsIsTheOneThatDecisionsName() throws Exception {
    List<JsonNode> bundles = get("bundles");
    assertThat(bundles).hasSize(1);
    assertThat(bundles.get(0).get("governs").booleanValue()).isTrue();
    JsonNode entry = wall.type("ledger", "cat", "--kind", "verdict", "-o", "json").json().get(0);
    assertThat(bundles.get(0).get("digest")).isEqualTo(entry.at("/decision/bundle/digest"));
  }

  @Test
  @Order(8)
  void anAgentsOwnAndTheNewestAreListedAndWhatIsLeftOutIsSaid() throws Exception {
    assertThat(counts(get("intents", "--agent", "careful"), "agent"))
        .isEqualTo(Map.of("careful", 3L));
    Said newest = wall.type("get", "intents", "--limit", "2", "-o", "json");
    assertThat(newest.json()).hasSize(2);
    assertThat(newest.err())
        .contains(
            (answers.size() - 2) + " more rows were left out, the oldest; raise --limit (now 2)");
    assertThat(get("intents", "--since", "1h")).hasSize(answers.size());
    assertThat(get("intents", "--since", "2099-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  @Order(9)
  void namesAndTablesAreForPeopleAndShells() {
    assertThat(wall.type("get", "holds", "-o", "name").out()).isEqualTo("intent/careful/2\n");
    assertThat(wall.type("get", "intents", "--agent", "rash").out())
        .matches(
            "AGENT  ID  AGE +PRIORITY  BLAST   ACTION   RESOURCE  STATE     FORCE  REASON\n"
                + "rash   1   \\d+[smh] +pager     global  destroy  web       REJECTED  yes   "
                + " POLICY\n");
    assertThat(wall.type("get", "intents", "--agent", "nobody").out())
        .isEqualTo("AGENT  ID  AGE  PRIORITY  BLAST  ACTION  RESOURCE  STATE  FORCE  REASON\n");
  }

  @Test
  @Order(10)
  @Timeout(120)
  void watchingTellsWhatHappensAfterItBegan() throws Exception {
    try (var refused = new Watching(wall, "get", "refused", "-w", "-o", "name");
        var controls = new Watching(wall, "get", "controls", "-w", "-o", "json")) {
      refused.awaitLine("intent/prisoner/1");
      controls.awaitLine("\"key\":\"jail/prisoner\"");
      wall.typeWith(line("prisoner", 77, "destroy", "web", ""), "submit", "--wait");
      refused.awaitLine("intent/prisoner/77");
      wall.type("valve", "close", "--reason", "look", "--who", "ada");
      controls.awaitLine("\"key\":\"valve\",\"state\":\"closed\"");
    }
  }

  @Test
  @Order(11)
  @Timeout(120)
  void whileTheValveIsClosedAnIntentWaitsAndOnceItOpensItIsAdmittedAndThenInForce()
      throws Exception {
    try (var intents =
        new Watching(wall, "get", "intents", "-w", "-o", "json", "--agent", "patient")) {
      wall.typeWith(line("patient", 1, "destroy", "web", ""), "submit");
      intents.awaitLine("\"state\":\"waiting\"");
      assertThat(counts(get("intents", "--verdict", "waiting"), "agent"))
          .isEqualTo(Map.of("patient", 1L));
      assertThat(get("agents", "--agent", "patient").get(0).get("waiting").longValue())
          .isEqualTo(1);
      wall.type("valve", "open", "--reason", "look", "--who", "ada");
      intents.awaitLine("\"state\":\"admitted\",\"in_force\":true");
    }
  }

  @Test
  @Order(12)
  void whereThereIsNoWallTheMissingTopicIsToldAtOnce() {
    for (String kind : List.of("intents", "agents", "outcomes", "bundles", "controls", "heads")) {
      Said said = wall.type("get", kind, "--prefix", "nowhere.");
      assertThat(said).returns(1, Said::exit).returns("", Said::out);
      assertThat(said.err()).contains("a topic is missing").hasLineCount(1);
    }
  }

  @Test
  @Order(13)
  @Timeout(120)
  void outcomesAreWhatTheDeployerReportedAndWhySaysWhatToDoAboutAnUnknownOne() throws Exception {
    int admitted = get("intents", "--verdict", "admitted").size();
    try (var outcomes = new Watching(wall, "get", "outcomes", "-w", "-o", "name")) {
      deployAll(admitted);
      outcomes.awaitLine("/1/unknown");
    }
    assertThat(counts(get("outcomes"), "result"))
        .isEqualTo(Map.of("started", (long) admitted, "applied", admitted - 1L, "unknown", 1L));
    assertThat(counts(get("outcomes", "--agent", "runaway", "--result", "applied"), "agent"))
        .isEqualTo(Map.of("runaway", (long) BURST));
    assertThat(get("outcomes", "--since", "2099-01-01T00:00:00Z")).isEmpty();
    JsonNode unknown = get("outcomes", "--result", "UNKNOWN,failed").get(0);
    assertThat(unknown.get("evidence").textValue()).isEqualTo(EVIDENCE);

    Said why = wall.type("why", "careful/1");
    String digits = unknown.get("decision").textValue().substring(0, 12);
    assertThat(why.exit()).isZero();
    assertThat(why.out())
        .containsPattern("attempts    1 started, 20\\S+Z, by dep\n +1 unknown, 20\\S+Z, by dep: ")
        .contains("gone\\u{1b}[2J\\u{a}\\u{202e}", "deploy --resolve " + digits + "=applied")
        .doesNotContain("\u001b");
    assertThat(
            wall.type("deploy", "--resolve", digits + "=applied", "--evidence", "x", "--who", "eve")
                .exit())
        .isZero();
    assertThat(wall.type("why", "careful/1").out())
        .containsPattern("1 applied, 20\\S+Z, by eve: x  <- stands")
        .contains("next        nothing: it is applied");
    assertThat(wall.type("why", "runaway/0", "-o", "json").json().get(0).get("standing").asText())
        .isEqualTo("applied");
  }

  /** Does {@code admitted} decisions; what becomes of the careful agent's is not known. */
  private static void deployAll(int admitted) {
    var written = new ArrayList<CompletableFuture<Outcome>>();
    try (DeployerClient deployer =
        wall.local().wall().deployerClient().vkey(wall.vkey()).name("dep").open()) {
      while (written.size() < admitted || !written.stream().allMatch(CompletableFuture::isDone)) {
        for (Delivery delivery : deployer.poll(100, Duration.ofMillis(200))) {
          boolean careful = delivery.decision().intent().agent().equals("careful");
          written.add(careful ? delivery.unknown(EVIDENCE) : delivery.applied("done"));
        }
      }
    }
  }
}
