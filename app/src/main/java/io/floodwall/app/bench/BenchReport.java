package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A run's figures as files: {@code bench.json}, {@code bench.md} and a chart for each part. */
final class BenchReport {
  private final Path folder;

  private BenchReport(Path folder) {
    this.folder = folder;
  }

  /** Makes sure that there is such a folder, and that it can be written to. */
  static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "bench", ".tmp"));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Writes it into {@code folder}, over an earlier one.
   *
   * @param parts what each part reported
   * @param all everything in one object
   */
  static void write(Path folder, Map<Part, JsonNode> parts, JsonNode all) {
    try {
      new BenchReport(folder).write(parts, all);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static CommandException unwritable(Path folder, IOException e) {
    return new CommandException(
        ExitCode.ERROR,
        "--out "
            + folder
            + ": a report cannot be written there ("
            + (Files.isRegularFile(folder) ? "it is a file" : e)
            + "); name another folder",
        e);
  }

  private void write(Map<Part, JsonNode> parts, JsonNode all) throws IOException {
    var page = new StringBuilder("# Benchmark report\n\n");
    page.append("Made by `floodwall bench`; `docs/benchmarks.md` says what each figure means.\n\n");
    page.append("| | |\n|---|---|\n");
    for (String about : List.of("machine", "versions")) {
      all.path(about)
          .properties()
          .forEach(
              fact ->
                  page.append("| ")
                      .append(fact.getKey())
                      .append(" | ")
                      .append(fact.getValue().asText())
                      .append(" |\n"));
    }
    for (Map.Entry<Part, JsonNode> part : parts.entrySet()) {
      String name = part.getKey().name();
      page.append("\n## ").append(name).append("\n\n");
      Files.writeString(folder.resolve(name + ".svg"), chart(part.getKey(), part.getValue()));
      page.append("![").append(name).append("](").append(name).append(".svg)\n\n");
      page.append("```\n").append(part.getKey().text(part.getValue())).append("```\n");
    }
    Files.writeString(folder.resolve("bench.md"), page.toString());
    Files.writeString(folder.resolve("bench.json"), Json.line(all) + "\n");
  }

  private static String chart(Part part, JsonNode report) {
    return switch (part) {
      case throughput -> BarChart.svg("Intents a second", throughput(report));
      case core -> BarChart.svg("Intents a second of processor time, one thread", core(report));
      case scale -> BarChart.svg("Intents a second on the same processors", scale(report));
      case latency -> BarChart.svg("Send to admitted, p99 in ms", latency(report));
      case growth ->
          LogLogChart.svg(
              "What a step costs by how much there is", "how many", "ns", growth(report));
    };
  }

  private static List<BarChart.Bar> throughput(JsonNode report) {
    return Stream.of("wall", "sealed_wall", "same_work", "pass_through", "producer")
        .filter(report::has)
        .map(lane -> bar(lane, report.at("/" + lane + "/per_second/median")))
        .toList();
  }

  private static List<BarChart.Bar> core(JsonNode report) {
    return Stream.of("fnv", "sha256", "fnv_alone", "sha256_alone")
        .map(loop -> bar(loop, report.at("/" + loop + "/median")))
        .toList();
  }

  private static List<BarChart.Bar> latency(JsonNode report) {
    var bars = new ArrayList<BarChart.Bar>();
    for (JsonNode row : report.path("rows")) {
      String label =
          row.path("lane").asText()
              + ", commit "
              + row.path("commit_interval_ms").asText()
              + ", "
              + row.path("per_second").asText()
              + "/s";
      bars.add(bar(label, row.at("/admitted_ms/p99")));
    }
    return bars;
  }

  private static List<BarChart.Bar> scale(JsonNode report) {
    var bars = new ArrayList<BarChart.Bar>();
    for (JsonNode row : report.path("rows")) {
      String label = row.path("instances").asText() + " of each, brokers " + row.path("brokers");
      bars.add(bar(label, row.at("/per_second/median")));
    }
    return bars;
  }

  private static List<LogLogChart.Series> growth(JsonNode report) {
    var all = new ArrayList<LogLogChart.Series>();
    for (String name : List.of("agents", "waiting", "ledger", "partitions")) {
      var points = new ArrayList<PowerLaw.Point>();
      for (JsonNode row : report.path(name).path("rows")) {
        double nanos = Math.max(1, row.path("ns_each").asDouble());
        points.add(new PowerLaw.Point(row.path("size").asDouble(), nanos));
      }
      all.add(new LogLogChart.Series(name, points));
    }
    return all;
  }

  private static BarChart.Bar bar(String label, JsonNode value) {
    return new BarChart.Bar(label.replace('_', ' '), value.asDouble());
  }
}
