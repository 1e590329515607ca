package io.floodwall.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code floodwall console} against a wall after a flood. */
@Timeout(120)
class ConsoleCommandIT {
  private static FloodedWall wall;

  @BeforeAll
  static void raiseAWall() {
    wall = FloodedWall.start();
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  /** What the command said. */
  private record Said(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private static Said console(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int exit =
        command.execute(
            Stream.concat(
                    Stream.of("console", "--bootstrap", wall.bootstrapServers()), Stream.of(words))
                .toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ledger", "floodwall.ledger"})
  void aTopicGoesByItsRoleOrItsName(String topic) throws Exception {
    Said said = console(topic, "--from-beginning", "--max-messages", "3");

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.lines()).hasSize(3);
    for (String line : said.lines()) {
      assertThat(Json.parse(line).get("record").textValue()).isEqualTo("LedgerEntry");
    }
  }

  @Test
  void onePartitionIsReadFromAnOffset() throws Exception {
    Said said = console("ledger", "--partition", "0", "--offset", "1", "--max-messages", "1");

    JsonNode shown = Json.parse(said.lines().get(0));
    assertThat(shown.get("partition").intValue()).isZero();
    assertThat(shown.get("offset").longValue()).isPositive();
    assertThat(shown.at("/value/seq").longValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text"})
  void hostileTextIsEscapedAndNothingRolledBackIsShown(String output) {
    String all = Long.toString(wall.counts().get(wall.topics().intents()));
    Said said =
        console("intents", "--from-beginning", "--max-messages", all, "--headers", "-o", output);

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.lines())
        .hasSize(Integer.parseInt(all))
        .allMatch(line -> line.equals(PlainText.escaped(line)))
        .noneMatch(line -> line.contains(" verdict=\"ADMIT"))
        .noneMatch(line -> line.contains(FloodedWall.ROLLED_BACK));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere | no topic 'nowhere' on the wall floodwall.*; TOPIC is one of intents, refused,",
        "intents --max-messages 0 | --max-messages must be 1 or more, got 0",
        "intents --offset 3 | --offset needs --partition",
        "intents --partition 0 --offset 3 --from-beginning | exclude each other",
        "intents --partition 0 --offset -1 | --offset must be a number, earliest or latest",
        "intents --partition 2 | floodwall.intents has partitions 0 to 1, not 2"
      })
  void wrongUseIsExitCode2AndSaysWhy(String words, String why) {
    Said said = console(words.split(" ", -1));

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).hasLineCount(1).contains(why);
  }

  @Test
  void aWallThatIsNotThereIsTold() {
    Said said = console("intents", "--prefix", "other.");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("create them with: floodwall topics create");
  }
}
