package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** What can be measured, and how many intents a round of it has when nothing is said. */
enum Part {
  throughput(300_000, 40_000),
  latency(1_000_000, 15_000),
  core(2_000_000, 500_000),
  growth(200_000, 10_000),
  scale(200_000, 10_000);

  final int intents;
  final int quickIntents;

  Part(int intents, int quickIntents) {
    this.intents = intents;
    this.quickIntents = quickIntents;
  }

  /** Its report, for people. */
  String text(JsonNode report) {
    return switch (this) {
      case throughput -> ThroughputText.of(report);
      case latency -> LatencyText.of(report);
      case core -> CoreText.of(report);
      case growth -> GrowthText.of(report);
      case scale -> ScaleText.of(report);
    };
  }
}
