package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** The latencies' report, for people. */
final class LatencyText {
  private static final List<String> MARKS =
      List.of("admitted_ms", "ledgered_ms", "in_force_ms", "receipt_ms");

  private LatencyText() {}

  static String of(JsonNode report) {
    var out = new StringBuilder();
    out.append(line("Latency from send, in ms: p50, p99 and the longest."));
    out.append(line(""));
    out.append(
        line(
            "%-11s %6s %8s  %-18s  %-18s  %-18s  %-18s",
            "", "commit", "per s", "admitted", "ledgered", "in force", "receipt"));
    for (JsonNode row : report.path("rows")) {
      var cells = new StringBuilder();
      for (String mark : MARKS) {
        cells.append(String.format(Locale.ROOT, "  %-18s", cell(row.path(mark))));
      }
      out.append(
          line(
              "%-11s %6d %,8d%s",
              row.path("lane").asText().replace('_', ' '),
              row.path("commit_interval_ms").asLong(),
              row.path("per_second").asInt(),
              cells));
    }
    out.append(line(""));
    out.append(
        line(
            "Admitted at 1,000/s and a commit interval of %d ms: p99 %.0f ms, %.2f of the same"
                + " work.",
            report.path("commit_interval_ms").asLong(),
            report.path("admitted_p99_ms").asDouble(),
            report.path("ratio_p99_to_same_work").asDouble()));
    if (report.has("receipt_p99_ms_at_5000")) {
      double p99 = report.path("receipt_p99_ms_at_5000").asDouble();
      out.append(line("Receipts at 5,000/s: p99 %.0f ms.", p99));
    }
    return out.toString();
  }

  private static String cell(JsonNode figures) {
    return figures.isMissingNode()
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.0f, %.0f, %.0f",
            figures.path("p50").asDouble(),
            figures.path("p99").asDouble(),
            figures.path("max").asDouble());
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing() + "\n";
  }
}
