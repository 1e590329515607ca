package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heads that the first half of the ledger published, beside what its entries lead to when they
 * are read back. Topics are read at their own pace, so a head may be early or late: both are kept
 * for a while, at most {@link #KEPT_MAX} of each.
 */
final class ToldHeads {
  /** How many heads, and how many digests of entries, are kept to be compared. */
  static final int KEPT_MAX = 4_096;

  private final String origin;
  private final TreeMap<Long, Hash> early = new TreeMap<>();
  private final TreeMap<Long, Hash> reached = new TreeMap<>();

  ToldHeads(String origin, Chain.Head restored) {
    this.origin = origin;
    this.reached.put(restored.size(), restored.digest());
  }

  /** A head as it was published. One too old to be compared says nothing. */
  void told(Chain.Head head) {
    Hash digest = reached.get(head.size());
    if (digest != null) {
      compare(head, digest);
    } else if (head.size() > reached.lastKey()) {
      keep(early, head);
    }
  }

  /** Where the next entry led to. */
  void reached(Chain.Head head) {
    keep(reached, head);
    Hash told = early.remove(head.size());
    if (told != null) {
      compare(new Chain.Head(head.size(), told), head.digest());
    }
  }

  private void compare(Chain.Head told, Hash read) {
    if (!told.digest().equals(read)) {
      throw new BrokenLedgerException(
          origin,
          told.size() - 1,
          "its head says that the chain of "
              + told.size()
              + " entries ends with "
              + told.digest()
              + ", its entries lead to "
              + read);
    }
  }

  private static void keep(SortedMap<Long, Hash> kept, Chain.Head head) {
    kept.put(head.size(), head.digest());
    if (kept.size() > KEPT_MAX) {
      kept.remove(kept.firstKey());
    }
  }
}
