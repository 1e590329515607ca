package io.floodwall.gate;

import io.floodwall.core.gate.Verdict;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import org.apache.kafka.streams.Topology;

/**
 * The gate as a table of contents.
 *
 * <pre>
 * candidates ──┐                ┌──> admitted      may be deployed once its ledger entry is in force
 *              ├──[ gate ]──────┼──> deferred      not now, and why
 * policies ────┘   bundles      ├──> rejected      never, and why
 *                  sequence     └──> dead-letters  what could not be used
 * </pre>
 */
public final class GateTopology {
  static final String CANDIDATES = "candidates";
  static final String POLICIES = "policies";
  static final String GATE = "gate";
  static final String ADMITTED = "admitted";
  static final String DEFERRED = "deferred";
  static final String REJECTED = "rejected";
  static final String DEAD_LETTERS = "dead-letters";

  private GateTopology() {}

  /** The topology. */
  public static Topology build(GateConfig config, Codecs codecs, Meters meters) {
    Topics topics = config.topics();
    var topology = new Topology();
    Streams.source(topology, CANDIDATES, topics.candidates());
    Streams.source(topology, POLICIES, topics.policies());
    // On a candidate: rule on it. On a bundle: check it, and rule by it from then on.
    topology.addProcessor(
        GATE, GateProcessor.supplier(config, codecs, new GateMeters(meters)), CANDIDATES, POLICIES);
    for (Verdict verdict : Verdict.values()) {
      Streams.sink(topology, sinkOf(verdict), topics.verdict(verdict), GATE);
    }
    Streams.sink(topology, DEAD_LETTERS, topics.deadLetters(), GATE);
    return topology;
  }

  /** Which sink a decision leaves by; also the word for it in event types. */
  static String sinkOf(Verdict verdict) {
    return switch (verdict) {
      case ADMIT -> ADMITTED;
      case DEFER -> DEFERRED;
      case REJECT -> REJECTED;
    };
  }
}
