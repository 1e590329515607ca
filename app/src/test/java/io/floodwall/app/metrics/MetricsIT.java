package io.floodwall.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.floodwall.app.Floodwall;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the three applications of a running wall tell of four intents that one agent sends. */
class MetricsIT {
  private static final int PARTITIONS = 2;
  private static final int KAFKA_SERIES_MAX = 150;

  private static LocalWall wall;

  @BeforeAll
  static void raiseAWallAndSendThreeIntentsOfWhichOneIsRefused() {
    wall =
        LocalWall.start(
            BrokerFolder.throwAway(),
            new LocalWall.Plan(
                Topics.DEFAULT_PREFIX,
                PARTITIONS,
                0,
                Map.of("floodwall.rate.burst", "3", "floodwall.rate.refill", "0")),
            line -> {});
    assertThat(submit("a", "scale")).isZero();
    assertThat(submit("b", "destroy", "--blast", "global")).isEqualTo(3);
    assertThat(submit("c", "scale")).isZero();
    assertThat(submit("d", "scale")).isEqualTo(3);
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static int submit(String id, String action, String... more) {
    CommandLine command = Floodwall.commandLine();
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(new StringWriter()));
    Stream<String> words =
        Stream.of(
            "submit",
            "--agent",
            "scaler",
            "--id",
            id,
            "--action",
            action,
            "--resource",
            "web",
            "--wait",
            "--bootstrap",
            wall.bootstrapServers());
    Stream<String> kind = action.equals("scale") ? Stream.of("--replicas", "3") : Stream.of();
    return command.execute(
        Stream.of(words, kind, Stream.of(more)).flatMap(all -> all).toArray(String[]::new));
  }

  private static Scrape scrape(String app) {
    return wall.runners().stream()
        .filter(runner -> runner.health().app().equals(app))
        .map(StreamRunner::healthAddress)
        .map(Scrape::of)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void admissionTellsWhatItReadReleasedAndRefused() {
    Scrape admission = scrape("admission");
    assertThat(admission.sum("floodwall_intents_total")).isEqualTo(4);
    assertThat(admission.sum("floodwall_released_total")).isEqualTo(3);
    assertThat(admission.sum("floodwall_refused_total")).isEqualTo(1);
    assertThat(admission.sum("floodwall_refused_total", "reason=\"RATE_LIMITED\"")).isEqualTo(1);
    assertThat(admission.sum("floodwall_room_depth")).isZero();
    assertThat(admission.sum("floodwall_valve_closed")).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scrape("admission").sum("floodwall_agents") == 1);
  }

  @Test
  void gateTellsItsVerdictsAndHowLongTheyTook() {
    Scrape gate = scrape("gate");
    assertThat(gate.sum("floodwall_decisions_total", "verdict=\"ADMIT\"", "reason=\"ADMITTED\""))
        .isEqualTo(2);
    assertThat(gate.sum("floodwall_decisions_total", "verdict=\"REJECT\"", "reason=\"POLICY\""))
        .isEqualTo(1);
    assertThat(gate.sum("floodwall_decision_latency_seconds_count")).isEqualTo(3);
    assertThat(gate.sum("floodwall_decision_latency_seconds_bucket", "le=\"3600.0\"")).isEqualTo(3);
    assertThat(gate.sum("floodwall_policy_failures_total")).isZero();
    assertThat(gate.sum("floodwall_decision_seq_next")).isEqualTo(3);
  }

  @Test
  void ledgerTellsWhereItsChainsStandAndThatNoDecisionIsMissing() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scrape("ledger").sum("floodwall_ledger_entries_total", "REFUSALS") == 1);
    Scrape ledger = scrape("ledger");
    assertThat(ledger.sum("floodwall_ledger_entries_total", "VERDICT")).isEqualTo(3);
    assertThat(ledger.sum("floodwall_ledger_entries_total", "BUNDLE")).isEqualTo(PARTITIONS);
    assertThat(ledger.sum("floodwall_chain_head_seq")).isEqualTo(3 + 1 + PARTITIONS - PARTITIONS);
    assertThat(ledger.sum("floodwall_decisions_through")).isEqualTo(3 - PARTITIONS);
    assertThat(ledger.sum("floodwall_decisions_ahead")).isZero();
    assertThat(ledger.sum("floodwall_ledger_latency_seconds_count")).isEqualTo(3);
  }

  @Test
  void everyApplicationTellsItsStateBuildAndWhoItIs() {
    for (String app : new String[] {"admission", "gate", "ledger"}) {
      Scrape scrape = scrape(app);
      String[] labels = {"app=\"" + app + "\"", "wall=\"floodwall\""};
      assertThat(scrape.sum("floodwall_ready", labels)).as(app).isEqualTo(1);
      assertThat(scrape.sum("floodwall_state", labels)).as(app).isEqualTo(1);
      assertThat(scrape.sum("floodwall_state", "state=\"RUNNING\"")).as(app).isEqualTo(1);
      assertThat(scrape.sum("floodwall_build_info", labels)).as(app).isEqualTo(1);
      assertThat(scrape.sum("floodwall_dead_letters_total", labels)).as(app).isZero();
      assertThat(scrape.sum("jvm_threads_live_threads", labels)).as(app).isPositive();
    }
  }

  @Test
  void kafkasOwnMetricsAreFewAndAreThoseThePageLists() throws IOException {
    var shown = new TreeSet<String>();
    for (StreamRunner runner : wall.runners()) {
      Scrape scrape = Scrape.of(runner.healthAddress());
      assertThat(scrape.text().lines().filter(line -> line.startsWith("kafka_")).count())
          .as(runner.health().app())
          .isPositive()
          .isLessThanOrEqualTo(KAFKA_SERIES_MAX);
      shown.addAll(starting("kafka_", scrape.families()));
    }
    assertThat(shown).isEqualTo(starting("kafka_", MetricsPage.read().families()));
  }

  @Test
  void thePageListsWhatTheApplicationsShowAndNothingElse() throws IOException {
    var shown = new TreeSet<String>();
    wall.runners().forEach(runner -> shown.addAll(Scrape.of(runner.healthAddress()).families()));
    assertThat(starting("floodwall_", shown))
        .isEqualTo(starting("floodwall_", MetricsPage.read().families()));
  }

  @Test
  void noLabelNamesAnAgentOrAnIntent() {
    for (StreamRunner runner : wall.runners()) {
      assertThat(Scrape.of(runner.healthAddress()).text()).doesNotContain("scaler");
    }
  }

  private static Set<String> starting(String with, Set<String> families) {
    return families.stream()
        .filter(family -> family.startsWith(with))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
