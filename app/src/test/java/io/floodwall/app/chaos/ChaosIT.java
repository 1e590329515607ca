package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.commands.Said;
import io.floodwall.app.commands.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2 under fire, in its short form: every application is killed twice under load, and
 * nothing is lost, duplicated, torn or forked.
 *
 * <p>{@code -Dfloodwall.chaos="--kills 200 --records 1000000"} makes it longer, {@code --seed}
 * repeats it.
 */
class ChaosIT {
  @TempDir private Path folder;

  @Test
  void theShortFormKillsEveryApplicationUnderLoadAndLosesNothing() throws Exception {
    Path data = folder.resolve("chaos");
    var words = new ArrayList<>(List.of("chaos", "--quick", "-o", "json"));
    words.addAll(List.of("--data", data.toString()));
    String more = System.getProperty("floodwall.chaos", "").strip();
    if (!more.isEmpty()) {
      words.addAll(List.of(more.split("\\s+")));
    }
    Said run = Said.by(words.toArray(String[]::new));
    System.out.println("ChaosIT " + run.out().strip());
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out().strip().lines()).hasSize(1);
    JsonNode all = Json.parse(run.out());
    for (String none :
        List.of("lost", "duplicated", "torn", "forked", "wrong", "pending", "unrecovered")) {
      assertThat(all.get(none).isIntegralNumber()).as(none).isTrue();
      assertThat(all.get(none).asLong()).as(none).isZero();
    }
    assertThat(all.get("verdict").asText()).isEqualTo("EXACT");
    assertThat(all.get("kills").asInt()).isGreaterThanOrEqualTo(6);
    assertThat(all.get("records").asLong()).isGreaterThanOrEqualTo(20_000);
    assertThat(all.get("decided").asLong()).isPositive();
    assertThat(all.get("refused").asLong()).isPositive();
    assertThat(all.get("unfinished_min").asLong()).as("work each kill interrupted").isPositive();
    assertThat(all.get("recovery_p50_seconds").asDouble()).isPositive();
    assertThat(all.get("recovery_max_seconds").asDouble())
        .isGreaterThanOrEqualTo(all.get("recovery_p95_seconds").asDouble());

    Path history = data.resolve("history.jsonl");
    Said again = Said.by("chaos", "check", "-o", "json", history.toString());
    assertThat(again.exit()).isEqualTo(ExitCode.OK);
    assertThat(Json.parse(again.out()).get("records")).isEqualTo(all.get("records"));

    List<String> lines = Files.readAllLines(history);
    lines.remove(lastOf(lines, "\"op\":\"answer\""));
    Said damaged =
        Said.by("chaos", "check", Files.write(folder.resolve("less.jsonl"), lines).toString());
    assertThat(damaged.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(damaged.out()).startsWith("LESS ");
    isGolden(new Said(run.exit(), run.out(), "")); // in another order each time, what it talks
  }

  private void isGolden(Said quick) throws IOException {
    Path hostile = folder.resolve("\u001b[2Jevil.example");
    Path file = Files.createFile(Files.createDirectory(hostile).resolve("file"));
    Transcript transcript =
        new Transcript("chaos")
            .calling(folder, "FOLDER")
            .varying("(?<=[=:])\\d+(\\.\\d+)?(?=[ ,}/]|$)", "0")
            .varying("(?<=p50/p95/max=)[0-9./]+", "0/0/0")
            .varying("(?<=with |ends: |after )\\d+(\\.\\d+)?", "N")
            .varying("(restart|clock)-\\d+ of (admission|gate|ledger)-0", "$1-N of APP")
            .varying("(admission|gate|ledger)-0(?= ended by itself)", "APP");
    transcript.add(quick, "--quick", "-o", "json");
    transcript.by("--faults", "restart,clock", "--kills", "0", "--records", "1", "--seed", "7");
    transcript.by("--data", hostile.toString());
    transcript.by("--seed", "7", "--history", file.resolve("history.jsonl").toString());
    transcript.by("--for", "\u001b[2Jevil.example");
    transcript.by("--faults", "broker");
    transcript.isGolden();
  }

  private static int lastOf(List<String> lines, String text) {
    int last = lines.size() - 1;
    while (!lines.get(last).contains(text)) {
      last--;
    }
    return last;
  }
}
