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

  /**
   * Writes it into {@code folder}, over an earlier one.
   *
   * @param parts what each part reported
   * @param all everything in one object
   */
  static void write(Path folder, Map<Part, JsonNode> parts, JsonNode all) {
    try {
      Files.createDirectories(folder);
      new BenchReport(folder).write(parts, all);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, "--out " + folder + ": the report cannot be written: " + e, e);
    }
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
      List<BarChart.Bar> bars = bars(part.getKey(), part.getValue());
      if (!bars.isEmpty()) {
        Files.writeString(folder.resolve(name + ".svg"), BarChart.svg(title(part.getKey()), bars));
        page.append("![").append(name).append("](").append(name).append(".svg)\n\n");
      }
      page.append("```\n").append(part.getKey().text(part.getValue())).append("```\n");
    }
    Files.writeString(folder.resolve("bench.md"), page.toString());
    Files.writeString(folder.resolve("bench.json"), Json.line(all) + "\n");
  }

  private static String title(Part part) {
    return switch (part) {
      case throughput -> "Intents a second";
      case core -> "Intents a second of processor time, one thread";
      case latency -> "Send to admitted, p99 in ms";
      case growth -> "Processor time of a step, ns";
    };
  }

  private static List<BarChart.Bar> bars(Part part, JsonNode report) {
    var bars = new ArrayList<BarChart.Bar>();
    switch (part) {
      case throughput ->
          Stream.of("wall", "sealed_wall", "same_work", "pass_through", "producer")
              .filter(report::has)
              .forEach(lane -> bars.add(bar(lane, report.at("/" + lane + "/per_second/median"))));
      case core ->
          List.of("fnv", "sha256", "fnv_alone", "sha256_alone")
              .forEach(loop -> bars.add(bar(loop, report.at("/" + loop + "/median"))));
      case latency ->
          report
              .path("rows")
              .forEach(
                  row ->
                      bars.add(
                          bar(
                              row.path("lane").asText()
                                  + ", commit "
                                  + row.path("commit_interval_ms").asText()
                                  + ", "
                                  + row.path("per_second").asText()
                                  + "/s",
                              row.at("/admitted_ms/p99"))));
      case growth ->
          List.of("agents", "waiting", "ledger", "partitions")
              .forEach(
                  series ->
                      report
                          .at("/" + series + "/rows")
                          .forEach(
                              row ->
                                  bars.add(
                                      bar(
                                          series + " " + row.path("size").asText(),
                                          row.path("ns_each")))));
    }
    return bars;
  }

  private static BarChart.Bar bar(String label, JsonNode value) {
    return new BarChart.Bar(label.replace('_', ' '), value.asDouble());
  }
}
