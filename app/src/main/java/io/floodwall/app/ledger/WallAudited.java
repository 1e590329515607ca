package io.floodwall.app.ledger;

import io.floodwall.core.audit.Discrepancies;
import io.floodwall.core.audit.Outcomes;
import java.util.List;
import java.util.SortedMap;

/**
 * What an audit of a wall came to.
 *
 * @param partitions what became of each partition's intents
 * @param onTopics how many decisions the verdict topics hold
 * @param taken the first offset left of every partition that retention has taken from
 * @param chains the chains, checked on the way
 */
record WallAudited(
    List<Outcomes> partitions,
    long onTopics,
    Discrepancies found,
    SortedMap<String, Long> taken,
    List<LedgerCheck.Checked> chains) {

  /** How many faults there are, those of the chains included. */
  long faults() {
    return found.count() + chains.stream().mapToLong(LedgerCheck.Checked::findingsCount).sum();
  }
}
