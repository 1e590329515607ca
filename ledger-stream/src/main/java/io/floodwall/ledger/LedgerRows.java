package io.floodwall.ledger;

import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rows of the ledger application's stores, for who reads or writes them outside of a task. */
public final class LedgerRows {
  /** The store of the refusals that wait for their entry. */
  public static final String REFUSALS = OpenBatch.STORE;

  private LedgerRows() {}

  /** The source offsets of the refusals that wait for their entry. */
  public static List<Long> openRefusals(KeyValueStore<byte[], byte[]> refusals) {
    return new OpenBatch(refusals, 0).offsets();
  }
}
