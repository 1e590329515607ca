package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The growth's report, for people. */
final class GrowthText {
  private GrowthText() {}

  static String of(JsonNode report) {
    Map<String, String> series = new LinkedHashMap<>();
    series.put("agents", "agents: an offer in the core; heap");
    series.put("waiting", "waiting: one in, one out in the core; heap");
    series.put("ledger", "ledger: the next entry of 512 bytes in the core");
    series.put("partitions", "partitions: an intent through the whole wall; the broker's disk");
    var out =
        new StringBuilder("Growth, by processor time; slope 0 does not grow, 1 grows along.\n");
    series.forEach(
        (name, title) -> {
          JsonNode own = report.path(name);
          out.append(
              String.format(
                  Locale.ROOT, "%n%s (slope %.2f)%n", title, own.path("slope").asDouble()));
          for (JsonNode row : own.path("rows")) {
            out.append(
                String.format(
                    Locale.ROOT,
                    "  %,12d  %,10.0f ns  %,8.0f MiB a million%n",
                    row.path("size").asLong(),
                    row.path("ns_each").asDouble(),
                    row.path("mib_per_million").asDouble()));
          }
        });
    return out.toString();
  }
}
