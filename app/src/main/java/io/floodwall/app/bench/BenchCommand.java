package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputFormat;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall bench}: how fast the wall is, beside what Kafka allows on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures how fast the wall is on this machine, beside references from the same run.",
      "",
      "Broker, applications, agents and auditor all run in this one process, exactly-once and with"
          + " acks=all, and share its processors. What each figure means: docs/benchmarks.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall bench --only throughput --quick            a first figure, in less than 40 s",
      "  floodwall bench --only throughput --quick -o json | jq .ratio_to_same_work",
      "  floodwall bench --only throughput --commit-ms 100    the long form, some minutes",
      "  floodwall bench --set floodwall.cache.bytes=0        another setting of the applications"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long QUICK_MS = 31_000;

  @Option(
      names = "--only",
      paramLabel = "PART",
      defaultValue = "throughput",
      description = "which part to run: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Part only = Part.throughput;

  @Option(
      names = "--quick",
      description =
          "less than 40 s a part: fewer and shorter rounds, and the JVM is still compiling in them")
  private boolean quick;

  @Option(
      names = "--intents",
      paramLabel = "N",
      description = "a round (default: 300000, quick at most 40000)")
  private @Nullable Integer intents;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "that count, of each lane in turns (default: 5; quick at most 5, as time allows)")
  private @Nullable Integer rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "intents through each lane before (default: 1500000, quick as time allows)")
  private @Nullable Integer warmUp;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "in the fleet (default: ${DEFAULT-VALUE})")
  private int agents;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "of every topic (default: ${DEFAULT-VALUE})")
  private int partitions;

  @Option(
      names = "--commit-ms",
      paramLabel = "MS",
      defaultValue = "100",
      description = "commit interval of every application (default: ${DEFAULT-VALUE})")
  private long commitMs;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of the applications; may be repeated")
  private final Map<String, String> set = new TreeMap<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "how to print (default: ${DEFAULT-VALUE})")
  private OutputFormat output = OutputFormat.text;

  @Spec private CommandSpec spec;

  /** What can be measured. */
  enum Part {
    throughput
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> talk =
        line -> {
          err.println("bench: " + line);
          err.flush();
        };
    BenchSettings settings = settings();
    ObjectNode machine = Machine.machine();
    talk.accept("starting a Kafka broker");
    ObjectNode report;
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults())) {
      var ground = new Ground(broker.bootstrapServers(), broker.folder().state(), talk);
      report =
          switch (only) {
            case throughput -> new Throughput(ground, settings).run();
          };
    }
    report.set("machine", machine);
    PrintWriter out = spec.commandLine().getOut();
    out.print(output == OutputFormat.json ? Json.line(report) + "\n" : ThroughputText.of(report));
    out.flush();
    return ExitCode.OK;
  }

  private BenchSettings settings() {
    return new BenchSettings(
        intents == null ? (quick ? 40_000 : 300_000) : intents,
        warmUp == null ? (quick ? 100_000 : 1_500_000) : warmUp,
        rounds == null ? 5 : rounds,
        agents,
        partitions,
        commitMs,
        quick ? QUICK_MS : 0,
        set);
  }
}
