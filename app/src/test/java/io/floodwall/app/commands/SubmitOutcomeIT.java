package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.intent.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit --wait outcome} against a real wall with a real deployer. */
@Timeout(180)
class SubmitOutcomeIT {
  @TempDir private static Path pins;
  private static RunningWall wall;

  @BeforeAll
  static void raiseAWall() {
    wall = RunningWall.start(Map.of());
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static Said submit(String agent, String... more) {
    var words = new ArrayList<>(List.of("submit", "--agent", agent, "--id", "1"));
    words.addAll(List.of("--action", "scale", "--resource", "web", "--replicas", "3", "--wait"));
    words.addAll(List.of(more));
    return wall.type(words.toArray(String[]::new));
  }

  private static int deploy(String script, String... options) {
    var words = new ArrayList<>(List.of("deploy", "--name", "it", "--max", "1"));
    words.addAll(List.of("--bootstrap", wall.local().bootstrapServers()));
    words.addAll(List.of("--vkey", wall.vkey(), "--pin", pins.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("--exec", "sh", "-c", script));
    return Said.by(words.toArray(String[]::new)).exit();
  }

  private static void assertPlain(Said said) {
    assertThat(said.out()).hasLineCount(1);
    said.out().lines().forEach(line -> assertThat(line).isEqualTo(PlainText.escaped(line)));
    assertThat(said.err()).isEmpty();
  }

  @Test
  void whatTheDeployerWroteIsPrintedAndWhatItDidIsTheExitCode() throws Exception {
    var deployer = CompletableFuture.supplyAsync(() -> deploy("echo scaled to 3"));
    Said applied = submit("doer", "outcome", "--timeout", "60");
    assertThat(applied.out())
        .isEqualToNormalizingNewlines("doer/1 applied attempt 1 by it exit 0: scaled to 3\n");
    assertThat(applied).returns(0, Said::exit).returns("", Said::err);
    assertThat(deployer.join()).isZero();

    JsonNode again = submit("doer", "outcome", "-o", "json").json().get(0);
    assertThat(again.get("outcome").textValue()).isEqualTo("admit");
    assertThat(again.get("attempted").get("result").textValue()).isEqualTo("applied");
    assertThat(again.get("attempted").get("evidence").textValue()).isEqualTo("scaled to 3\n");
    assertThat(again.get("attempted").get("exit_code").intValue()).isZero();
  }

  @Test
  void aFailedAttemptIsExitCode3AndHostileEvidenceIsEscaped() throws Exception {
    assertThat(submit("failer").exit()).isZero();
    deploy("printf '\\033[2J\\342\\200\\256 no\\n such host'; exit 9");
    Said text = submit("failer", "outcome");
    assertThat(text.exit()).isEqualTo(3);
    assertThat(text.out())
        .contains("failer/1 failed attempt 1 by it exit 9: \\u{1b}[2J\\u{202e} no\\u{a} such host");
    assertPlain(text);
    Said json = submit("failer", "outcome", "-o", "json");
    assertThat(json.exit()).isEqualTo(3);
    assertThat(json.out()).contains("\\u001B[2J\\u202E no\\n such host");
    assertPlain(json);
  }

  @Test
  void whatNobodyKnowsAndWhatNobodyHasDoneIsExitCode4() {
    assertThat(submit("slow").exit()).isZero();
    deploy("echo half; sleep 60", "--exec-timeout", "1");
    Said unknown = submit("slow", "outcome");
    assertThat(unknown).returns(4, Said::exit);
    assertThat(unknown.out()).startsWith("slow/1 unknown attempt 1 by it");

    Said nobody = submit("alone", "outcome", "--timeout", "3");
    assertThat(nobody).returns(4, Said::exit);
    assertThat(nobody.out())
        .startsWith("alone/1 admit ADMITTED; it is admitted and in force, and no deployer has")
        .contains("with the same id to go on watching");
    deploy("true");
    assertThat(submit("alone", "outcome").exit()).isZero();
  }

  @Test
  void waitTakesNoOtherWord() {
    Said said = submit("a", "forever");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("--wait", "verdict, outcome");
  }
}
