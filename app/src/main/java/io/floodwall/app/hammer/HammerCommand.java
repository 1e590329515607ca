package io.floodwall.app.hammer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.Durations;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall hammer}: writes at a wall and checks its proofs at the same time. */
@Command(
    name = "hammer",
    description =
        "Writes to a wall of its own and checks proofs at the same time: random readers, and"
            + " verifiers of everything.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall hammer                       two minutes, at 70 %% of what this machine can do",
      "  floodwall hammer --for 20s -o json | jq .failures",
      "  floodwall hammer --rate 5000 --readers 4",
      "",
      "Exit code 5 when a proof does not hold."
    })
public final class HammerCommand implements Callable<Integer> {
  private static final int READERS_MAX = 256;
  private static final int PARTITIONS_MAX = 256;
  private static final long PER_SECOND_MAX = 1_000_000;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "how long, warming up aside (default: ${DEFAULT-VALUE})")
  private String length = "2m";

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "intents a second; 0 is 70 %% of what it can do while checking, measured first (default:"
              + " ${DEFAULT-VALUE})")
  private long rate;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "8",
      description = "readers of random proofs (default: ${DEFAULT-VALUE})")
  private int readers = 8;

  @Option(
      names = "--proofs",
      paramLabel = "N",
      defaultValue = "100",
      description = "pairs of proofs a second of each reader (default: ${DEFAULT-VALUE})")
  private long proofs = 100;

  @Option(
      names = "--verifiers",
      paramLabel = "N",
      defaultValue = "2",
      description = "verifiers of the whole ledger (default: ${DEFAULT-VALUE})")
  private int verifiers = 2;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "partitions of the wall (default: ${DEFAULT-VALUE})")
  private int partitions = 2;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of the readers' choices (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Duration duration = Durations.parse("--for", length);
    inRange("--readers", readers, 1, READERS_MAX);
    inRange("--verifiers", verifiers, 0, READERS_MAX);
    inRange("--partitions", partitions, 1, PARTITIONS_MAX);
    inRange("--proofs", proofs, 1, PER_SECOND_MAX);
    inRange("--rate", rate, 0, PER_SECOND_MAX);
    PrintWriter err = spec.commandLine().getErr();
    var blows = new HammerRun.Blows(duration, rate, readers, proofs, verifiers, partitions, seed);
    HammerRun.Result result =
        new HammerRun(
                blows,
                line -> {
                  err.println("hammer: " + PlainText.escaped(line));
                  err.flush();
                })
            .run();
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(json(result));
    } else {
      text(result, out);
    }
    spec.commandLine().getOut().flush();
    return result.pulse().failures() == 0 ? ExitCode.OK : ExitCode.TAMPER;
  }

  private static void inRange(String option, long value, long from, long to) {
    if (value < from || value > to) {
      throw CommandException.usage(option + " must be " + from + " to " + to + ", got " + value);
    }
  }

  private ObjectNode json(HammerRun.Result result) {
    Pulse pulse = result.pulse();
    ObjectNode told =
        Json.object()
            .put("failures", pulse.failures())
            .put("proofs_verified", pulse.inclusions() + pulse.consistencies())
            .put("writes", pulse.writes())
            .put("seconds", result.seconds())
            .put("rate_per_second", result.perSecond())
            .put("capacity_per_second", result.capacityPerSecond())
            .put("inclusion_proofs", pulse.inclusions())
            .put("consistency_proofs", pulse.consistencies())
            .put("full_verifications", pulse.fullPasses())
            .put("decisions_ledgered", pulse.entries())
            .put("checkpoints", result.checkpoints())
            .put("write_p50_ms", pulse.writeMs(0.5))
            .put("write_p99_ms", pulse.writeMs(0.99))
            .put("receipt_p50_ms", pulse.receiptMs(0.5))
            .put("receipt_p99_ms", pulse.receiptMs(0.99))
            .put("seed", seed);
    ArrayNode failed = told.putArray("failed");
    pulse.told().forEach(failed::add);
    return told;
  }

  private static void text(HammerRun.Result result, DataOut out) {
    Pulse pulse = result.pulse();
    out.text("written         " + pulse.writes() + " intents, " + result.perSecond() + " a second");
    out.text("capacity        " + result.capacityPerSecond() + " a second, measured before");
    out.text(
        "proofs          "
            + pulse.inclusions()
            + " inclusion, "
            + pulse.consistencies()
            + " consistency, under "
            + result.checkpoints()
            + " checkpoints");
    out.text("whole ledger    verified " + pulse.fullPasses() + " times");
    out.text(
        "write           p50 " + pulse.writeMs(0.5) + " ms, p99 " + pulse.writeMs(0.99) + " ms");
    out.text(
        "receipt         p50 "
            + pulse.receiptMs(0.5)
            + " ms, p99 "
            + pulse.receiptMs(0.99)
            + " ms");
    out.text("failures        " + pulse.failures());
    pulse.told().forEach(problem -> out.text("  " + problem));
  }
}
