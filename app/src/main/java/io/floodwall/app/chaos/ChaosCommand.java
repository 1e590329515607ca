package io.floodwall.app.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.broker.FolderDeletion;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.Durations;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.intent.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall chaos}: breaks a wall of its own under load and says what was lost. */
@Command(
    name = "chaos",
    description =
        "Starts a wall in processes of its own, breaks it under load, and counts what was lost.",
    subcommands = CheckCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall chaos --quick                       6 kills, 20000 intents, about a minute",
      "  floodwall chaos --quick -o json               one object, for a program",
      "  floodwall chaos --brokers 3 --kills 200 --records 1000000   the long run",
      "  floodwall chaos --seed 42 --faults kill,pause the same moments again",
      "  floodwall chaos --data broken                 keep the cluster, the logs and the history",
      "  floodwall chaos check broken/history.jsonl    judge a history, this or another's",
      "",
      "Exit code 0 when nothing was lost, duplicated, torn, forked or wrong; 1 when something was."
    })
public final class ChaosCommand implements Callable<Integer> {
  /** What leaves time to drain, read and check within a minute and a half. */
  private static final Duration QUICK_BUDGET = Duration.ofSeconds(60);

  @Option(
      names = "--quick",
      description =
          "6 kills and 20000 intents, kills alone; on a slow machine several at one moment, to end"
              + " in a minute and a half")
  private boolean quick;

  @Option(names = "--kills", paramLabel = "N", description = "kill -9 at least (default: 15)")
  private @Nullable Integer kills;

  @Option(names = "--records", paramLabel = "N", description = "intents at least (default: 50000)")
  private @Nullable Long records;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "600",
      description = "intents a second, whatever the wall does (default: ${DEFAULT-VALUE})")
  private long rate = 600;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      split = ",",
      converter = FaultName.class,
      completionCandidates = FaultName.class,
      description =
          "which faults, by commas: ${COMPLETION-CANDIDATES} (default: all that the brokers allow,"
              + " save disk-full, which needs the right to mount, and clock, which puts a clock of"
              + " its own before Kafka's and needs a JDK)")
  private List<FaultKind> faults = List.of();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "go on with faults this long at least, such as 90s, 20m or 2h")
  private @Nullable String duration;

  @Option(names = "--partitions", defaultValue = "4", description = "default: ${DEFAULT-VALUE}")
  private int partitions = 4;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "1, or 3 with three copies of everything, two of them in sync (default:"
              + " ${DEFAULT-VALUE})")
  private int brokers = 1;

  @Option(names = "--seed", paramLabel = "N", description = "repeats a run's drawn moments")
  private @Nullable Long seed;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "where the history is written (default: history.jsonl in the data folder)")
  private @Nullable Path history;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a new folder that is kept; without it a temporary one, deleted at the end")
  private @Nullable Path data;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ChaosPlan plan = plan();
    Path root = folder();
    FolderDeletion deletion = data == null ? new FolderDeletion(root) : null;
    Path file = history == null ? root.resolve("history.jsonl") : history;
    long start = System.nanoTime();
    talk("seed " + plan.seed() + ": repeat with --seed " + plan.seed());
    var run = new ChaosRun(plan, root, file, this::talk);
    var hook = new Thread(run::killAll, "chaos-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run.go();
      talk("checking the history");
      Tally tally = Checker.check(file);
      tally.examples().forEach(this::talk);
      print(tally, plan, (System.nanoTime() - start) / 1e9);
      return tally.isSound() ? ExitCode.OK : ExitCode.ERROR;
    } finally {
      run.killAll();
      if (deletion != null) {
        deletion.now();
      }
    }
  }

  private void print(Tally tally, ChaosPlan plan, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      ObjectNode all = tally.json();
      all.put("seed", plan.seed()).put("seconds", Math.round(seconds * 10) / 10.0);
      out.println(Json.line(all));
    } else {
      out.println(tally.line() + " seed=" + plan.seed());
    }
    out.flush();
  }

  private ChaosPlan plan() {
    return new ChaosPlan(
        seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed,
        inRange("--kills", kills == null ? (quick ? 6 : 15) : kills, 0, 1_000_000),
        inRange("--records", records == null ? (quick ? 20_000 : 50_000) : records),
        inRange("--rate", rate),
        inRange("--partitions", partitions, 1, 1_024),
        inRange("--brokers", brokers, 1, 3),
        faults(),
        duration == null ? Duration.ZERO : Durations.parse("--for", duration),
        quick ? QUICK_BUDGET : Duration.ZERO);
  }

  private List<FaultKind> faults() {
    if (faults.isEmpty()) {
      return quick ? List.of(FaultKind.KILL) : FaultKind.usual(brokers);
    }
    for (FaultKind kind : faults) {
      if (kind.brokersMin() > brokers) {
        throw CommandException.usage(
            "--faults " + kind + " takes " + kind.brokersMin() + " brokers; add --brokers 3");
      }
    }
    return List.copyOf(new LinkedHashSet<>(faults));
  }

  private static int inRange(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw CommandException.usage(option + " must be " + from + " to " + to + ", got " + value);
    }
    return value;
  }

  private static long inRange(String option, long value) {
    if (value < 1 || value > 1_000_000_000) {
      throw CommandException.usage(option + " must be 1 to 1000000000, got " + value);
    }
    return value;
  }

  private Path folder() throws IOException {
    if (data == null) {
      return Files.createTempDirectory("floodwall-chaos-");
    }
    Files.createDirectories(data);
    try (var there = Files.list(data)) {
      if (there.findAny().isPresent()) {
        throw CommandException.usage(
            "--data " + data + ": the folder is not empty; chaos needs a fresh one");
      }
    }
    return data.toAbsolutePath();
  }

  private void talk(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("chaos: " + PlainText.escaped(line));
    err.flush();
  }
}
