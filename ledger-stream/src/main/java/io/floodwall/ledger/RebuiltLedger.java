package io.floodwall.ledger;

import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.runtime.RowStore;
import io.floodwall.schemas.Codecs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition's ledger application, made anew from its chain. No batch of refusals
 * is open: those without an entry are read again.
 */
public final class RebuiltLedger {
  private final RowStore chainRows = new RowStore(ChainRows.STORE);
  private final RowStore decisionRows = new RowStore(DecisionsSeen.STORE);
  private final RowStore refusalRows = new RowStore(OpenBatch.STORE);
  private final ChainRows chain;
  private final DecisionsSeen decisions = new DecisionsSeen(decisionRows);
  private @Nullable LedgerEntry last;
  private byte[] lastValue = {};

  /** The state before the first entry of the chain called {@code origin}. */
  public RebuiltLedger(Codecs codecs, String origin) {
    this.chain = new ChainRows(chainRows, codecs.ledgerEntry(), origin);
  }

  /** The next entry of a chain that was verified, and its bytes on the topic. */
  public void entry(LedgerEntry entry, byte[] value) {
    last = entry;
    lastValue = value;
  }

  /** The number of a decision on record, in the order of the chain. */
  public void decided(long decisionSeq) {
    decisions.add(decisionSeq);
  }

  /** The rows of every store. */
  public List<RowStore> stores() {
    if (last != null) {
      chain.advance(last, lastValue);
    }
    chain.write();
    decisions.write();
    return List.of(chainRows, decisionRows, refusalRows);
  }
}
