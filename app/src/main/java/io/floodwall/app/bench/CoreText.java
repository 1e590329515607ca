package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The core's report, for people. */
final class CoreText {
  private static final Map<String, String> MEANING =
      Map.of(
          "fnv", "submit, rule and append with the seed's FNV-1a digest",
          "sha256", "submit, rule and append with SHA-256",
          "fnv_alone", "FNV-1a alone",
          "sha256_alone", "SHA-256 alone");

  private CoreText() {}

  static String of(JsonNode report) {
    var out = new StringBuilder();
    out.append(
        line(
            "The core in one thread, by processor time: %,d intents a round, %d %s.",
            report.path("intents_per_round").asInt(),
            report.path("rounds").asInt(),
            report.path("rounds").asInt() == 1 ? "round" : "rounds"));
    out.append(line(""));
    out.append(line("%11s  %-24s  %6s  %s", "per second", "min to max", "ns", "what it is"));
    for (String track : List.of("fnv", "sha256", "fnv_alone", "sha256_alone")) {
      JsonNode figures = report.path(track);
      out.append(
          line(
              "%,11.0f  %-24s  %6.1f  %s",
              figures.path("median").asDouble(),
              String.format(
                  Locale.ROOT,
                  "%,.0f to %,.0f",
                  figures.path("min").asDouble(),
                  figures.path("max").asDouble()),
              figures.path("ns_each").asDouble(),
              MEANING.getOrDefault(track, "")));
    }
    out.append(line(""));
    out.append(
        line(
            "The seed's Rust core with FNV-1a: %,d a second; this is %.2f of it.",
            report.path("seed_per_second").asLong(), report.path("ratio_to_seed").asDouble()));
    return out.toString();
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing() + "\n";
  }
}
