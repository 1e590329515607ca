package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The growth's report, for people. */
final class GrowthText {
  private GrowthText() {}

  static String of(JsonNode report) {
    Map<String, String> series = new LinkedHashMap<>();
    series.put("agents", "agents: an offer in the core; heap");
    series.put("waiting", "waiting: one in, one out in the core; heap");
    series.put(
        "ledger", "ledger: the next entry of 512 bytes in chain and tree in the core; tiles");
    series.put("partitions", "partitions: an intent through the whole wall; the broker's disk");
    var out =
        new StringBuilder("Growth, by processor time; slope 0 does not grow, 1 grows along.\n");
    if (report.at("/settings/quick").asBoolean()) {
      out.append("A short run: the JVM is still compiling, and the largest sizes are left out.\n");
    }
    series.forEach(
        (name, title) -> {
          JsonNode own = report.path(name);
          out.append(
              String.format(
                  Locale.ROOT,
                  "%n%s (slope %.2f, %d %s)%n",
                  title,
                  own.path("slope").asDouble(),
                  own.path("rounds").asInt(),
                  own.path("rounds").asInt() == 1 ? "round" : "rounds"));
          own.path("rows").forEach(row -> out.append(line(row)));
        });
    return out.append(byTopic(report.at("/partitions/rows"))).toString();
  }

  /** Where a million intents lie on the disk: topics of the most partitions, largest first. */
  private static String byTopic(JsonNode rows) {
    JsonNode topics = rows.path(rows.size() - 1).at("/log_per_intent/bytes_by_topic");
    return topics.isEmpty()
        ? ""
        : topics.properties().stream()
            .sorted(Comparator.comparingDouble(topic -> -topic.getValue().asDouble()))
            .map(
                topic ->
                    String.format(
                        Locale.ROOT,
                        "%s %,.0f",
                        topic.getKey(),
                        topic.getValue().asDouble() * 1e6 / (1 << 20)))
            .collect(Collectors.joining(", ", "  by topic, MiB a million: ", "\n"));
  }

  private static String line(JsonNode row) {
    double mib = row.path("mib_per_million").asDouble();
    return String.format(
                Locale.ROOT,
                "  %,12d  %,10.0f ns  %-20s  %s",
                row.path("size").asLong(),
                row.path("ns_each").asDouble(),
                String.format(
                    Locale.ROOT,
                    "%,.0f to %,.0f",
                    row.path("ns_min").asDouble(),
                    row.path("ns_max").asDouble()),
                mib == 0 ? "" : String.format(Locale.ROOT, "%,8.0f MiB a million", mib))
            .stripTrailing()
        + "\n";
  }
}
