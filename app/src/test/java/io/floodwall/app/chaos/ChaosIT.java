package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
    Run run = run(words);
    System.out.println("ChaosIT " + run.out.strip());
    assertThat(run.code).as(run.out + run.err).isEqualTo(ExitCode.OK);
    assertThat(run.out.strip().lines()).hasSize(1);
    JsonNode all = Json.parse(run.out);
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
    assertThat(all.get("rolled_back").asLong()).as("verdicts of killed transactions").isPositive();
    assertThat(all.get("recovery_p50_seconds").asDouble()).isPositive();
    assertThat(all.get("recovery_max_seconds").asDouble())
        .isGreaterThanOrEqualTo(all.get("recovery_p95_seconds").asDouble());

    Path history = data.resolve("history.jsonl");
    Run again = run(List.of("chaos", "check", "-o", "json", history.toString()));
    assertThat(again.code).isEqualTo(ExitCode.OK);
    assertThat(Json.parse(again.out).get("records")).isEqualTo(all.get("records"));

    List<String> lines = Files.readAllLines(history);
    lines.remove(lastOf(lines, "\"op\":\"answer\""));
    Run damaged =
        run(List.of("chaos", "check", Files.write(folder.resolve("less.jsonl"), lines).toString()));
    assertThat(damaged.code).isEqualTo(ExitCode.ERROR);
    assertThat(damaged.out).startsWith("LESS ");
  }

  private static int lastOf(List<String> lines, String text) {
    int last = lines.size() - 1;
    while (!lines.get(last).contains(text)) {
      last--;
    }
    return last;
  }

  private record Run(int code, String out, String err) {}

  private static Run run(List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int code = command.execute(words.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }
}
