package io.floodwall.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples against a real wall, each in a process of its own. */
class ExamplesIT {
  private static final String PREFIX = "tried.";

  @TempDir private static Path folder;
  private static Compiled examples;
  private static LocalWall wall;

  @BeforeAll
  static void raiseAWall() throws Exception {
    examples = Compiled.into(folder.resolve("classes"));
    wall =
        LocalWall.start(
            BrokerFolder.throwAway(), new LocalWall.Plan(PREFIX, 2, 0, Map.of()), line -> {});
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static List<String> agent(String run) throws Exception {
    return examples.run(folder, "ExampleAgent", wall.bootstrapServers(), PREFIX, run);
  }

  @Test
  void theAgentTellsWhatBecameOfEachChangeAndASecondRunTellsTheSame() throws Exception {
    List<String> said = agent("run-1");
    assertThat(said)
        .contains("  ACKNOWLEDGED run-1-web", "  IN_FORCE run-1-web")
        .contains("example-agent/run-1-web admit ADMITTED; a deployer takes it from here")
        .anyMatch(
            line ->
                line.startsWith("example-agent/run-1-ledger-db defer POLICY: resource 'ledger-db'")
                    && line.contains("; next: "))
        .anyMatch(line -> line.startsWith("example-agent/run-1-cache "));
    assertThat(agent("run-1").stream().filter(line -> !line.startsWith("  ")))
        .as("the same run again proposes the same intents: each has the fate of its first")
        .containsExactlyElementsOf(said.stream().filter(line -> !line.startsWith("  ")).toList());
  }

  @Test
  void theDeployerDoesWhatWasAdmittedAndTellsTheLedger() throws Exception {
    agent("run-1");
    String vkey = wall.logKey().orElseThrow().verifier().toString();
    assertThat(
            examples.run(
                folder,
                "ExampleDeployer",
                vkey,
                wall.bootstrapServers(),
                PREFIX,
                "1",
                folder.resolve("pins").toString()))
        .containsExactly("applied example-agent/run-1-web: web had null, has 3");
    assertThat(wall.wall().deployerClient().unknownOutcomes().list()).isEmpty();
  }
}
