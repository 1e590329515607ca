package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code why} of intents that met every fate: its exit codes, and what it says of each. */
class WhyIT {
  private static RunningWall wall;

  @BeforeAll
  static void flood() {
    wall = RunningWall.start(Map.of("floodwall.rate.burst", "3", "floodwall.rate.refill", "1"));
    submit("deployer", "1", "web");
    submit("deployer", "1", "web");
    submit("dba", "1", "db");
    submit("rash", "1", "web", "--blast", "global");
    wall.type("jail", "prisoner", "--reason", "loop", "--who", "ada");
    submit("prisoner", "1", "web");
    submit("a/b", "c", "web");
    submit("x/y", "z", "web");
    submit("x", "y/z", "web");
    var flood = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      flood
          .append("{\"agent\":\"runaway\",\"id\":\"")
          .append(i)
          .append("\",\"action\":\"destroy\",\"resource\":\"web\"}\n");
    }
    wall.typeWith(flood.toString(), "submit", "--wait");
    wall.type("valve", "close", "--reason", "incident 42", "--who", "bob");
    wall.type(scale("patient", "1", "web"));
    Awaitility.await()
        .until(() -> wall.type("get", "intents", "--verdict", "waiting").out().contains("patient"));
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static String[] scale(String agent, String id, String resource, String... more) {
    var words =
        new ArrayList<>(
            List.of("submit", "--agent", agent, "--id", id, "--action", "scale", "--resource"));
    words.addAll(List.of(resource, "--replicas", "3"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static void submit(String agent, String id, String resource, String... more) {
    var words = new ArrayList<>(List.of(scale(agent, id, resource, more)));
    words.add("--wait");
    wall.type(words.toArray(String[]::new));
  }

  @Test
  void anAdmittedIntentIsExitCode0WithItsWholeStory() throws Exception {
    Said said = wall.type("why", "deployer/1");
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains(
            "deployer/1: ADMITTED, in force. ADMITTED: ",
            "  asked       scale web to 3, priority normal, blast cell, tenant default",
            "  bucket      2 tokens after it took one",
            "  claims      priority normal, ruled on as normal; blast cell, ruled on as cell",
            "  policies    1 no-global-destroy: silent",
            "              3 resource-allowlist: admit  <- decides",
            "  bundle      default/1, sha256 ",
            "  sent again  at offset ",
            "refused DUPLICATE",
            "  next        nothing: deployers may act on it");
    JsonNode json = wall.type("why", "deployer/1", "-o", "json").json().get(0);
    JsonNode entry = wall.type("ledger", "cat", "--agent", "deployer", "-o", "json").json().get(0);
    assertThat(json.get("ledger_entry").textValue())
        .isEqualTo(json.get("partition") + "/" + entry.get("seq"));
    assertThat(json.get("decision")).isEqualTo(entry.get("decision"));
    assertThat(json.get("decided_by").textValue()).isEqualTo("resource-allowlist");
  }

  @Test
  void aDeferredIntentIsExitCode4AndARejectedOneIs3() {
    Said deferred = wall.type("why", "dba/1");
    assertThat(deferred.exit()).isEqualTo(4);
    assertThat(deferred.out())
        .contains(
            "dba/1: DEFERRED, in force. POLICY: resource 'db' is not on the allowlist",
            "next        deferred is final: ask for the resource to be put on the allowlist");
    Said rejected = wall.type("why", "rash/1");
    assertThat(rejected.exit()).isEqualTo(3);
    assertThat(rejected.out())
        .contains(
            "rash/1: REJECTED, in force. POLICY: ",
            "blast-needs-priority: reject, ",
            "next        claim a higher priority if it is truly urgent, or narrow the blast"
                + " radius");
  }

  @Test
  void aRefusedIntentIsExitCode3AndSaysWhenToRetryOrWhomToAsk() {
    Said limited = wall.type("why", "runaway/19");
    assertThat(limited.exit()).isEqualTo(3);
    assertThat(limited.out())
        .contains("runaway/19: REFUSED RATE_LIMITED: the agent's token bucket is empty")
        .containsPattern(
            "next token in \\d+ ms; the bucket holds \\d+, and \\d+ more every 1000 ms")
        .containsPattern("next        retry \\d+ ms after it was refused, at 20");
    Said jailed = wall.type("why", "prisoner/1");
    assertThat(jailed.exit()).isEqualTo(3);
    assertThat(jailed.out()).contains("REFUSED JAILED", "by ada", "next        ask the operator");
  }

  @Test
  void aRefusalIsInALedgerEntryToo() throws Exception {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(wall.type("why", "prisoner/1").out())
                    .containsPattern("ledger      entry \\d/\\d+"));
  }

  @Test
  void aWaitingIntentIsExitCode4AndSaysWhatItWaitsFor() {
    Said said = wall.type("why", "patient/1");
    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.out())
        .contains(
            "patient/1: WAITING",
            "next        wait: the valve is closed until it is lifted, by bob: incident 42");
  }

  @Test
  void anUnknownIntentIsExitCode1WithAHint() {
    Said said = wall.type("why", "deployer/404");
    assertThat(said).returns(1, Said::exit).returns("", Said::out);
    assertThat(said.err())
        .hasLineCount(1)
        .contains("no intent deployer/404 is on the wall", "floodwall get intents --agent AGENT");
    assertThat(wall.type("why", "deployer/1", "--since", "2099-01-01T00:00:00Z").exit())
        .isEqualTo(1);
  }

  @Test
  void aSlashInANameIsFoundOutOrSaidWithOptions() {
    assertThat(wall.type("why", "a/b/c").out()).startsWith("a/b/c: ADMITTED");
    assertThat(wall.type("why", "--agent", "a/b", "--id", "c").exit()).isZero();
    assertThat(wall.type("why", "--agent", "a", "--id", "b/c").exit()).isEqualTo(1);
    assertThat(wall.type("why", "intent/a/b/c").exit()).isZero();
    Said doubtful = wall.type("why", "x/y/z");
    assertThat(doubtful).returns(2, Said::exit).returns("", Said::out);
    assertThat(doubtful.err())
        .contains("--agent 'x' --id 'y/z' or --agent 'x/y' --id 'z'")
        .hasLineCount(1);
  }
}
