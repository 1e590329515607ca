package io.floodwall.ledger;

import io.floodwall.runtime.Meters;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import org.apache.kafka.streams.Topology;

/**
 * The ledger as a table of contents.
 *
 * <pre>
 * admitted ──┐
 * deferred ──┼─ verdicts ──┐
 * rejected ──┘             │                ┌──> ledger        one chain per partition
 * refused ─────────────────┼──[ ledger ]────┼──> heads         where the chain stands
 * outcomes ────────────────┤   chain        └──> dead-letters  what could not be used
 * policies ────────────────┤   decisions
 * controls ────────────────┘   refusals
 *
 * ledger ──┬──[ sealer ]──┬──> tiles        the Merkle tree over a chain, read back as committed
 * heads ───┘    sealed     └──> checkpoints  its root, signed
 * </pre>
 */
public final class LedgerTopology {
  static final String VERDICTS = "verdicts";
  static final String REFUSED = "refused";
  static final String OUTCOMES = "outcomes";
  static final String POLICIES = "policies";
  static final String CONTROLS = "controls";
  static final String LEDGER = "ledger";
  static final String ENTRIES = "entries";
  static final String HEADS = "heads";
  static final String DEAD_LETTERS = "dead-letters";
  static final String ENTRIES_BACK = "entries-back";
  static final String HEADS_BACK = "heads-back";
  static final String SEALER = "sealer";
  static final String TILES = "tiles";
  static final String CHECKPOINTS = "checkpoints";
  static final String DEAD_LETTERS_BACK = "dead-letters-back";

  private LedgerTopology() {}

  /** The topology. */
  public static Topology build(LedgerConfig config, Codecs codecs, Meters meters) {
    Topics topics = config.topics();
    var topology = new Topology();
    var ledgerMeters = new LedgerMeters(meters);
    Streams.source(topology, VERDICTS, topics.admitted(), topics.deferred(), topics.rejected());
    Streams.source(topology, REFUSED, topics.refused());
    Streams.source(topology, OUTCOMES, topics.outcomes());
    Streams.source(topology, POLICIES, topics.policies());
    Streams.source(topology, CONTROLS, topics.controls());
    // On a record: append it, or fold a refusal in. On the clock's turn: close the fold, publish.
    topology.addProcessor(
        LEDGER,
        LedgerProcessor.supplier(config, codecs, ledgerMeters),
        VERDICTS,
        REFUSED,
        OUTCOMES,
        POLICIES,
        CONTROLS);
    Streams.sink(topology, ENTRIES, topics.ledger(), LEDGER);
    Streams.sink(topology, HEADS, topics.heads(), LEDGER);
    Streams.sink(topology, DEAD_LETTERS, topics.deadLetters(), LEDGER);
    if (config.isSealing()) {
      seal(topology, config, codecs, ledgerMeters);
    }
    return topology;
  }

  private static void seal(
      Topology topology, LedgerConfig config, Codecs codecs, LedgerMeters meters) {
    Topics topics = config.topics();
    Streams.source(topology, ENTRIES_BACK, topics.ledger());
    Streams.source(topology, HEADS_BACK, topics.heads());
    // On an entry: check it, grow the tree. On a head: compare. On the clock's turn: sign.
    topology.addProcessor(
        SEALER,
        SealerProcessor.supplier(config, codecs, SealerKeys.read(config.keyFiles()), meters),
        ENTRIES_BACK,
        HEADS_BACK);
    Streams.sink(topology, TILES, topics.tiles(), SEALER);
    Streams.sink(topology, CHECKPOINTS, topics.checkpoints(), SEALER);
    Streams.sink(topology, DEAD_LETTERS_BACK, topics.deadLetters(), SEALER);
  }
}
