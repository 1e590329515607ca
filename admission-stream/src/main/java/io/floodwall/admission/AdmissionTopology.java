package io.floodwall.admission;

import io.floodwall.runtime.Meters;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import org.apache.kafka.streams.Topology;

/**
 * Admission as a table of contents.
 *
 * <pre>
 * intents  ──┐                 ┌──> candidates    released, with the facts
 *            ├──[ admission ]──┼──> waiting       entered the room
 * controls ──┘    agents       ├──> refused       with a reason and what to do next
 *                 room         └──> dead-letters  what could not be read
 *                 controls
 *                 position
 * </pre>
 */
public final class AdmissionTopology {
  static final String INTENTS = "intents";
  static final String CONTROLS = "controls";
  static final String ADMISSION = "admission";
  static final String CANDIDATES = "candidates";
  static final String WAITING = "waiting";
  static final String REFUSED = "refused";
  static final String DEAD_LETTERS = "dead-letters";

  private AdmissionTopology() {}

  /** The topology, for topics of {@code partitions} partitions. */
  public static Topology build(
      AdmissionConfig config, Codecs codecs, int partitions, Meters meters) {
    return build(config, codecs, partitions, meters, Ahead.off());
  }

  /** The topology, with what verifies signatures ahead. */
  static Topology build(
      AdmissionConfig config, Codecs codecs, int partitions, Meters meters, Ahead ahead) {
    Topics topics = config.topics();
    var topology = new Topology();
    Streams.source(topology, INTENTS, topics.intents());
    Streams.source(topology, CONTROLS, topics.controls());
    // On a record: offer it. On the clock's turn: release, most urgent first.
    topology.addProcessor(
        ADMISSION,
        AdmissionProcessor.supplier(config, codecs, partitions, new AdmissionMeters(meters), ahead),
        INTENTS,
        CONTROLS);
    Streams.sink(topology, CANDIDATES, topics.candidates(), ADMISSION);
    Streams.sink(topology, WAITING, topics.waiting(), ADMISSION);
    Streams.sink(topology, REFUSED, topics.refused(), ADMISSION);
    Streams.sink(topology, DEAD_LETTERS, topics.deadLetters(), ADMISSION);
    return topology;
  }
}
