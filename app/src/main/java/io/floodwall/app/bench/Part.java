package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** What can be measured, and what each part is given when nothing is said. */
enum Part {
  throughput(300_000, 40_000, ThroughputText::of),
  core(2_000_000, 500_000, CoreText::of);

  final int intents;
  final int quickIntents;
  final Function<JsonNode, String> text;

  Part(int intents, int quickIntents, Function<JsonNode, String> text) {
    this.intents = intents;
    this.quickIntents = quickIntents;
    this.text = text;
  }
}
