package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents, deployers, operators and the console at a wall whose applications take their schema ids
 * from a registry: the one that {@code -Dfloodwall.registry.url} names, or a stub.
 */
@Timeout(180)
class RegistryWallIT {
  private static StubRegistry stub;
  private static String url;
  @TempDir private static Path pins;
  private static RunningWall wall;

  @TempDir private static Path folder;

  @BeforeAll
  static void raiseAWall() throws IOException {
    stub = new StubRegistry();
    url = System.getProperty("floodwall.registry.url", stub.url());
    wall = RunningWall.start(Map.of("floodwall.schema.registry.url", url));
  }

  @AfterAll
  static void takeItDown() {
    if (wall != null) {
      wall.close();
    }
    stub.close();
  }

  private static Said type(String... words) {
    var all = new ArrayList<>(Arrays.asList(words));
    int last = all.indexOf("--exec");
    List<String> registry =
        List.of("--schema-registry", url, "--bootstrap", wall.local().bootstrapServers());
    all.addAll(last < 0 ? all.size() : last, registry);
    return Said.by(all.toArray(String[]::new));
  }

  private static String[] submit(String agent, String... more) {
    var words = new ArrayList<>(List.of("submit", "--agent", agent, "--id", "1"));
    words.addAll(List.of("--action", "scale", "--resource", "web", "--replicas", "3"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void whoeverIsToldOfTheRegistryReadsAndWritesAsTheApplicationsDo() throws Exception {
    assertThat(type(submit("agent-a", "--wait")))
        .returns(0, Said::exit)
        .satisfies(said -> assertThat(said.out()).contains("agent-a/1 admit ADMITTED"));
    assertThat(
            type(
                "deploy",
                "--once",
                "--name",
                "d",
                "--vkey",
                wall.vkey(),
                "--pin",
                pins.toString(),
                "--exec",
                "echo",
                "done"))
        .returns(0, Said::exit)
        .satisfies(said -> assertThat(said.out()).contains("applied  agent-a/1 scale web to 3"));
    assertThat(type(submit("agent-a", "--wait", "outcome")).out())
        .contains("agent-a/1 applied attempt 1 by d exit 0: done");
    assertThat(type("get", "outcomes").out()).contains("agent-a", "APPLIED");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(type("why", "agent-a/1"))
                    .returns(0, Said::exit)
                    .satisfies(said -> assertThat(said.out()).contains("applied")));
    assertThat(type("ledger", "verify")).returns(0, Said::exit);
    assertThat(type("get", "bundles").out()).contains("default");
  }

  @Test
  void theConsoleDecodesByTheRegistrysIds() throws Exception {
    assertThat(type(submit("agent-b", "--wait")).exit()).isZero();
    String[] console = {"console", "admitted", "--from-beginning", "--max-messages", "1"};
    assertThat(type(console).json().get(0).get("value").get("intent").get("agent").textValue())
        .startsWith("agent-");
    assertThat(wall.type(console).json().get(0).toString())
        .as("without it the ids are not known")
        .contains("UNKNOWN_SCHEMA");
  }

  @Test
  void aFileOfClientPropertiesNamesItToo() throws Exception {
    Path file = Files.writeString(folder.resolve("c"), "schema.registry.url=" + url + "\n");
    assertThat(wall.type(submit("agent-c", "--wait", "--command-config", file.toString())))
        .returns(0, Said::exit)
        .returns("", Said::err);
  }

  @Test
  void aRegistryThatIsNoneOrDoesNotAnswerIsToldInOneLine() {
    Said none = wall.type(submit("agent-d", "--schema-registry", "registry:8081"));
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("schema.registry.url").hasLineCount(1);
    Said silent = wall.type(submit("agent-d", "--schema-registry", "http://127.0.0.1:1"));
    assertThat(silent.exit()).isEqualTo(1);
    assertThat(silent.err()).contains("failed 3 times", "schema registry").hasLineCount(1);
  }
}
