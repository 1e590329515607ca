package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  floodwall bench --only core                          one thread, no Kafka",
      "  floodwall bench --only scale --quick                 one and two instances, one and three"
          + " brokers",
      "  floodwall bench --out report                         everything, long: more than half an"
          + " hour",
      "  floodwall bench --set floodwall.cache.bytes=0        another setting of the applications"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long QUICK_MS = 31_000;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "one part: ${COMPLETION-CANDIDATES} (default: all of them)")
  private @Nullable Part only;

  @Option(
      names = "--quick",
      description =
          "less than 40 s a part: fewer and shorter rounds, and the JVM is still compiling in them")
  private boolean quick;

  @Option(
      names = "--intents",
      paramLabel = "N",
      description =
          "a round (default: 300000, core 2000000; with --quick as time allows, throughput 10000"
              + " at least and 40000, core 500000)")
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
      description = "commit interval of every application (default: 100; latency 5, 20 and 100)")
  private @Nullable Long commitMs;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of the applications; may be repeated")
  private final Map<String, String> set = new TreeMap<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "also write bench.json, bench.md and charts (SVG) into DIR")
  private @Nullable Path folder;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (folder != null) {
      BenchReport.prepare(folder); // not at the end of half an hour
    }
    ObjectNode machine = Machine.machine();
    var parts = new EnumMap<Part, JsonNode>(Part.class);
    ObjectNode report = Json.object();
    for (Part part : only == null ? List.of(Part.values()) : List.of(only)) {
      ObjectNode own = run(part);
      parts.put(part, own);
      report = only == null ? report.set(part.name(), own) : own.deepCopy();
    }
    report.set("versions", Machine.versions());
    report.set("machine", machine);
    if (folder != null) {
      BenchReport.write(folder, parts, report);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? Json.line(report) + "\n" : text(parts));
    out.flush();
    return ExitCode.OK;
  }

  private ObjectNode run(Part part) {
    Consumer<String> talk = line -> say("bench " + part.name() + ": " + line);
    BenchSettings settings = settings(part);
    return switch (part) {
      case throughput -> Ground.of(talk, ground -> new Throughput(ground, settings).run());
      case latency ->
          Ground.of(talk, ground -> new Latency(ground, settings, latencyCommitsMs()).run());
      case growth -> new Growth(settings, talk).run();
      case core -> new CoreSpeed(settings, talk).run();
      case scale -> new Scale(settings, talk).run();
    };
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(PlainText.escaped(line));
    err.flush();
  }

  private BenchSettings settings(Part part) {
    return new BenchSettings(
        intents == null ? (quick ? part.quickIntents : part.intents) : intents,
        warmUp == null ? (quick ? 100_000 : 1_500_000) : warmUp,
        rounds == null ? 5 : rounds,
        agents,
        partitions,
        commitMs == null ? 100 : commitMs,
        quick ? QUICK_MS : 0,
        set);
  }

  private List<Long> latencyCommitsMs() {
    if (commitMs != null) {
      return List.of(commitMs);
    }
    return quick ? List.of(Latency.DEFAULT_COMMIT_MS) : List.of(5L, 20L, 100L);
  }

  private static String text(Map<Part, JsonNode> parts) {
    return parts.entrySet().stream()
        .map(part -> part.getKey().text(part.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
