package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The throughput's report, for people. */
final class ThroughputText {
  private static final Map<String, String> MEANING =
      Map.of(
          "wall", "admission, gate and ledger",
          "sealed_wall", "the same with the sealer: tiles and signed checkpoints",
          "same_work", "the same Kafka work without a decision in it",
          "pass_through", "three hops with nothing in them",
          "producer", "the agents alone");

  private ThroughputText() {}

  static String of(JsonNode report) {
    var out = new StringBuilder();
    JsonNode settings = report.path("settings");
    out.append(
        line(
            "Throughput: %,d intents of %d bytes a round, %d %s, commit interval %d ms.",
            report.path("intents_per_round").asInt(),
            report.path("intent_bytes").asInt(),
            report.path("rounds").asInt(),
            report.path("rounds").asInt() == 1 ? "round" : "rounds",
            settings.path("commit_interval_ms").asInt()));
    if (settings.path("quick").asBoolean()) {
      out.append(
          line(
              "A short run: the JVM is still compiling, so every figure is lower than it will"
                  + " be."));
    }
    out.append(line(""));
    out.append(
        line("%-12s  %9s  %-21s  %6s  %s", "", "intents/s", "min to max", "CPU us", "what it is"));
    for (String track : List.of("wall", "sealed_wall", "same_work", "pass_through", "producer")) {
      if (!report.has(track)) {
        continue;
      }
      JsonNode perSecond = report.path(track).path("per_second");
      out.append(
          line(
              "%-12s  %,9.0f  %-21s  %6.1f  %s",
              track.replace('_', ' '),
              perSecond.path("median").asDouble(),
              String.format(
                  Locale.ROOT,
                  "%,.0f to %,.0f",
                  perSecond.path("min").asDouble(),
                  perSecond.path("max").asDouble()),
              report.path(track).path("cpu_seconds_per_million").path("median").asDouble(),
              MEANING.getOrDefault(track, "")));
    }
    out.append(line(""));
    out.append(
        line(
            "The wall does %.2f of the same work, and %.2f of the pass-through.",
            report.path("ratio_to_same_work").asDouble(),
            report.path("ratio_to_pass_through").asDouble()));
    if (report.has("ratio_sealed_to_wall")) {
      out.append(
          line(
              "Sealed it does %.2f of that; seals were at most %.1f s behind the end of a round.",
              report.path("ratio_sealed_to_wall").asDouble(),
              report.path("seal_lag_seconds_max").asDouble()));
    }
    return out.toString();
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing() + "\n";
  }
}
