package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Hash[] reached = new Hash[KEPT_MAX]; // that of size at size % KEPT_MAX
  private long size; // the last one reached

  ToldHeads(String origin, Chain.Head restored) {
    this.origin = origin;
    keep(restored);
  }

  /** A head as it was published. One too old to be compared says nothing. */
  void told(Chain.Head head) {
    if (head.size() > size) {
      early.put(head.size(), head.digest());
      if (early.size() > KEPT_MAX) {
        early.pollFirstEntry();
      }
      return;
    }
    Hash digest = size - head.size() < KEPT_MAX ? reached[place(head.size())] : null;
    if (digest != null) {
      compare(head, digest);
    }
  }

  /** Where the next entry led to. */
  void reached(Chain.Head head) {
    keep(head);
    if (!early.isEmpty() && early.firstKey() == size) {
      Hash told = early.pollFirstEntry().getValue();
      compare(new Chain.Head(size, told), head.digest());
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

  private void keep(Chain.Head head) {
    size = head.size();
    reached[place(size)] = head.digest();
  }

  private static int place(long size) {
    return (int) (size % KEPT_MAX);
  }
}
