package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy} against a real wall: what is done, what is recorded, and how it ends. */
@Timeout(180)
class DeployIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RunningWall wall;

  @TempDir private static Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall = RunningWall.start(Map.of());
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static void admit(String agent, int count, String... resources) {
    var lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"agent\":\"%s\",\"id\":\"%d\",\"action\":\"scale\",\"resource\":\"%s\",\"replicas\":%d}%n"
              .formatted(agent, i, resources[i % resources.length], i));
    }
    assertThat(wall.typeWith(lines.toString(), "submit", "--wait").exit()).isZero();
  }

  private static List<String> words(String script, String... options) {
    var words = new ArrayList<>(List.of("deploy", "--name", "it"));
    words.addAll(List.of("--bootstrap", wall.local().bootstrapServers()));
    words.addAll(List.of("--vkey", wall.vkey(), "--pin", folder.resolve("pins").toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("--exec", "sh", "-c", script));
    return words;
  }

  private static Said deploy(String script, String... options) {
    return Said.by(words(script, options).toArray(String[]::new));
  }

  @Test
  void eachDecisionIsDoneOnceAndItsOutcomeIsPrintedAndInTheLedger() throws Exception {
    Path told = folder.resolve("told");
    admit("doer", 3, "web", "api");
    Said said = deploy("tee -a " + told, "--max", "3", "-o", "json");
    assertThat(said.err()).contains("deploy: it takes decisions from floodwall.admitted");
    assertThat(said.exit()).isZero();
    assertThat(said.json())
        .hasSize(3)
        .allMatch(line -> line.get("agent").textValue().equals("doer"))
        .allMatch(line -> line.get("result").textValue().equals("applied"))
        .allMatch(line -> line.get("exit_code").intValue() == 0)
        .allMatch(line -> line.get("evidence").textValue().endsWith("}\n"));
    assertThat(said.json())
        .extracting(line -> line.get("id").textValue())
        .containsExactlyInAnyOrder("0", "1", "2");
    assertThat(Files.readAllLines(told))
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"token\":\"") && line.contains("\"repeat\":false"));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(wall.type("ledger", "cat", "--agent", "doer").out())
                    .contains(
                        "outcome  started doer/0", "outcome  applied doer/0", " by it exit 0"));
  }

  @Test
  void aCommandThatFailsIsRecordedWithItsExitCodeAndItsLastWords() {
    admit("failer", 1, "web");
    Said said = deploy("echo first; echo no such thing >&2; exit 9", "--max", "1");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .matches("failed   failer/0 scale web to 0, attempt 1, exit 9, \\d+ ms: no such thing\\R");
  }

  @Test
  void anUnknownOutcomeIsListedUntilSomebodySettlesIt() throws Exception {
    assertThat(wall.type("deploy", "--unknown")).returns(0, Said::exit);
    admit("slow", 1, "web");
    Said said = deploy("echo half; sleep 60", "--max", "1", "--exec-timeout", "1");
    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.out()).startsWith("unknown  slow/0 scale web to 0, attempt 1, ");

    Said listed = wall.type("deploy", "--unknown");
    assertThat(listed.exit()).isEqualTo(4);
    assertThat(listed.out())
        .hasLineCount(2)
        .contains("slow/0", "[stopped: it ran longer than 1 s]");
    JsonNode json = wall.type("deploy", "--unknown", "-o", "json").json().get(0);
    assertThat(json.get("evidence").textValue()).startsWith("half\n");

    String digits = json.get("decision").textValue().substring(0, 12);
    Said settled =
        wall.type(
            "deploy", "--resolve", digits + "=failed", "--evidence", "none there", "--who", "ada");
    assertThat(settled.err()).isEmpty();
    assertThat(settled.exit()).isZero();
    assertThat(settled.out()).contains("slow/0", "ada", "none there");
    assertThat(wall.type("deploy", "--unknown")).returns(0, Said::exit);
    assertThat(wall.type("deploy", "--resolve", "slow/0=failed", "--evidence", "again"))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("no unknown outcome of 'slow/0'")
        .hasLineCount(1);
  }

  @Test
  void onOneResourceOneCommandRunsAtATimeAndOthersBesideIt() {
    admit("many", 6, "web", "api");
    String script =
        "r=$(sed 's/.*\"resource\":\"\\([a-z]*\\)\".*/\\1/'); mkdir "
            + folder
            + "/$r || exit 9; sleep 0.3; ls "
            + folder
            + "; rmdir "
            + folder
            + "/$r";
    Said said = deploy(script, "--max", "6", "--concurrency", "6");
    assertThat(said.exit()).as(said.out()).isZero();
    assertThat(said.out()).hasLineCount(6);
  }

  @Test
  void aCommandThatCannotBeRunGivesTheDecisionBack() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/nowhere/at/all\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    admit("unrun", 1, "web");
    Said said =
        Said.by(
            "deploy",
            "--name",
            "it",
            "--bootstrap",
            wall.local().bootstrapServers(),
            "--vkey",
            wall.vkey(),
            "--pin",
            folder.resolve("pins").toString(),
            "--exec",
            script.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).startsWith("released unrun/0 scale web to 0, attempt 1");
    assertThat(said.err()).contains("cannot run the command: ", "is given back");
    assertThat(deploy("true", "--max", "1").out())
        .startsWith("applied  unrun/0 scale web to 0, attempt 2");
  }

  @Test
  void whoIsStoppedFinishesWhatRunsAndGivesBackWhatDoesNot() throws Exception {
    Path running = folder.resolve("running");
    Path go = folder.resolve("go");
    Path out = folder.resolve("out");
    admit("stopped", 3, "web");
    var command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Floodwall.class.getName()));
    command.addAll(
        words(
            "touch " + running + "; while [ ! -e " + go + " ]; do sleep 0.05; done; echo finished",
            "--concurrency",
            "1"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      Awaitility.await("it runs").atMost(PATIENCE).until(() -> Files.exists(running));
      process.destroy();
      Awaitility.await("what waits is given back")
          .atMost(PATIENCE)
          .until(() -> Files.readString(out).split("released stopped/", -1).length == 3);
      assertThat(process.isAlive()).as("it waits for the command").isTrue();
      Files.createFile(go);
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(out)).containsPattern("applied  stopped/\\d .*: finished");
    Said rest = deploy("true", "--max", "2");
    assertThat(rest.out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(", attempt 2, exit 0"));
  }
}
