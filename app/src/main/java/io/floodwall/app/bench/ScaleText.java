package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The scale-out's report, for people. */
final class ScaleText {
  private ScaleText() {}

  static String of(JsonNode report) {
    JsonNode settings = report.path("settings");
    int rounds = report.path("rounds").asInt();
    var out = new StringBuilder();
    out.append(
        line(
            "Scale-out on the same processors: %,d intents of %d bytes a round, %d %s, %d"
                + " partitions.",
            report.path("intents_per_round").asInt(),
            report.path("intent_bytes").asInt(),
            rounds,
            rounds == 1 ? "round" : "rounds",
            settings.path("partitions").asInt()));
    if (settings.path("quick").asBoolean()) {
      out.append(line("A short run: the JVM is still compiling, so only the ratios say much."));
    }
    out.append(line(""));
    out.append(
        line(
            "%9s  %7s  %9s  %-21s  %7s  %6s  %6s  %s",
            "instances",
            "brokers",
            "intents/s",
            "min to max",
            "of rate",
            "CPU us",
            "of CPU",
            "disk"));
    for (JsonNode row : report.path("rows")) {
      JsonNode rate = row.path("per_second");
      out.append(
          line(
              "%9d  %7d  %,9.0f  %-21s  %7.2f  %6.1f  %6.2f  %,.0f bytes",
              row.path("instances").asInt(),
              row.path("brokers").asInt(),
              rate.path("median").asDouble(),
              String.format(
                  Locale.ROOT,
                  "%,.0f to %,.0f",
                  rate.path("min").asDouble(),
                  rate.path("max").asDouble()),
              row.path("ratio_of_rate").asDouble(),
              row.at("/cpu_seconds_per_million/median").asDouble(),
              row.path("ratio_of_cpu").asDouble(),
              row.at("/log_per_intent/bytes").asDouble()));
    }
    out.append(line(""));
    out.append(
        line(
            "Three brokers keep three copies, of which two must be in step; every shape has the"
                + " same processors."));
    return out.toString();
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing() + "\n";
  }
}
