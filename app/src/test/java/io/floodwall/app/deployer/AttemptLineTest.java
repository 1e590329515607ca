package io.floodwall.app.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.client.Delivery;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is printed of an attempt, and what its command is told. */
class AttemptLineTest {
  private static final Duration TOOK = Duration.ofMillis(1_234);
  private static final HeldDelivery SCALE =
      HeldDelivery.of("deployer", "7", new Action.Scale("web", 3));
  private static final String HOSTILE = "\u001b[2J\u202egpj.exe\n\u200b\u001b]52;c;eA==\u0007";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private AttemptPrinter printer(OutputFormat format) {
    return new AttemptPrinter(
        new DataOut(new PrintWriter(out)), new PrintWriter(err, true), format, () -> {});
  }

  private static Attempt attempt(Delivery delivery, Ended ended) {
    return new Attempt(
        delivery, ended, delivery.report(ended.result(), ended.exitCode(), ended.evidence()));
  }

  @Test
  void aLineForPeople() {
    AttemptPrinter printer = printer(OutputFormat.text);
    printer.written(attempt(SCALE, new Ended(Result.APPLIED, 0, "a\nb is done\n\n", TOOK)));
    printer.written(attempt(SCALE, new Ended(Result.FAILED, 3, "", TOOK)));
    printer.written(attempt(SCALE, new Ended(Result.UNKNOWN, null, "x".repeat(101), TOOK)));
    printer.written(attempt(SCALE, Ended.GIVEN_BACK));
    assertThat(out.toString().lines())
        .containsExactly(
            "applied  deployer/7 scale web to 3, attempt 1, exit 0, 1234 ms: b is done",
            "failed   deployer/7 scale web to 3, attempt 1, exit 3, 1234 ms",
            "unknown  deployer/7 scale web to 3, attempt 1, 1234 ms: " + "x".repeat(99) + "…",
            "released deployer/7 scale web to 3, attempt 1, 0 ms");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anObjectForPrograms() {
    printer(OutputFormat.json)
        .written(attempt(SCALE, new Ended(Result.APPLIED, 0, "done\n", TOOK)));
    assertThat(out.toString())
        .isEqualTo(
            "{\"tenant\":\"default\",\"agent\":\"deployer\",\"id\":\"7\",\"decision\":\""
                + SCALE.digest().hex()
                + "\",\"source_partition\":2,\"source_offset\":7,\"decision_seq\":5,\"attempt\":1,"
                + "\"result\":\"applied\",\"deployer\":\"d1\",\"exit_code\":0,\"evidence\":"
                + "\"done\\n\",\"at\":\"2026-01-01T00:00:00Z\",\"action\":{\"kind\":\"scale\","
                + "\"resource\":\"web\",\"replicas\":3},\"took_ms\":1234}"
                + System.lineSeparator());
  }

  @Test
  void theCommandIsToldTheTokenAndTheWholeDecisionOnOneLine() throws Exception {
    Delivery hostile =
        HeldDelivery.of("agent", "9", new Action.Apply("web", "kind: x\n# " + HOSTILE));
    String line = new String(DecisionInput.of(hostile), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n").hasLineCount(1).doesNotContain("\u001b", "\u202e");
    JsonNode told = Json.parse(line);
    assertThat(told.fieldNames())
        .toIterable()
        .containsExactly("token", "digest", "attempt", "repeat", "decision");
    assertThat(told.get("token").textValue()).isEqualTo(hostile.digest().hex() + "/1");
    assertThat(told.get("repeat").booleanValue()).isFalse();
    assertThat(told.at("/decision/action/manifest").textValue()).isEqualTo("kind: x\n# " + HOSTILE);
    assertThat(told.at("/decision/facts/source_offset").longValue()).isEqualTo(7);
  }

  @Test
  void hostileTextNeitherMovesTheCursorNorBreaksTheLine() {
    for (OutputFormat format : OutputFormat.values()) {
      AttemptPrinter printer = printer(format);
      Delivery hostile = HeldDelivery.of(HOSTILE_NAME, "9", new Action.Destroy(HOSTILE));
      printer.written(attempt(hostile, new Ended(Result.FAILED, 1, HOSTILE, TOOK)));
      printer.lost(attempt(hostile, new Ended(Result.APPLIED, 0, HOSTILE, TOOK)), HOSTILE);
    }
    for (String printed : List.of(out.toString(), err.toString())) {
      assertThat(printed).hasLineCount(2).doesNotContain("\u001b", "\u202e", "\u200b", "\u0007");
    }
  }

  /** A name as hostile as a name may be. */
  private static final String HOSTILE_NAME = "<script>alert(1)</script>";

  @Test
  void theExitCodeIsThatOfTheWorst() {
    AttemptPrinter printer = printer(OutputFormat.text);
    assertThat(printer.exitCode()).isZero();
    printer.written(attempt(SCALE, new Ended(Result.APPLIED, 0, "", TOOK)));
    printer.written(attempt(SCALE, Ended.GIVEN_BACK));
    assertThat(printer.exitCode()).isZero();
    printer.written(attempt(SCALE, new Ended(Result.FAILED, 1, "", TOOK)));
    assertThat(printer.exitCode()).isEqualTo(1);
    printer.written(attempt(SCALE, new Ended(Result.UNKNOWN, null, "", TOOK)));
    assertThat(printer.exitCode()).isEqualTo(4);
  }

  @Test
  void aReportThatCouldNotBeWrittenIsTold() {
    AttemptPrinter printer = printer(OutputFormat.text);
    var refused = new CompletableFuture<io.floodwall.core.outcome.Outcome>();
    var attempt = new Attempt(SCALE, new Ended(Result.APPLIED, 0, "", TOOK), refused);
    assertThat(attempt.refused()).isNull();
    refused.completeExceptionally(new IllegalStateException("partition 2 has another owner"));
    assertThat(attempt.refused()).isEqualTo("partition 2 has another owner");
    printer.lost(attempt, "partition 2 has another owner");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "deploy: deployer/7 attempt 1 came to applied, exit 0, and that could not be recorded:"
                + " partition 2 has another owner");
    assertThat(printer.exitCode()).isEqualTo(4);
  }
}
