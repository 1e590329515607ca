package io.floodwall.client;

import io.floodwall.core.ledger.LedgerEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The ledger entries of decisions that wait for a receipt, out of a chain that is read on only
 * while one of them is missing.
 *
 * <p>What is read beside them is kept for those to come, up to a limit; what was dropped and is
 * wanted after all is sought again by its time.
 */
final class Entries {
  /** The most bytes of entries kept that nobody waits for. */
  static final long KEPT_BYTES_MAX = 16L << 20;

  private static final int OVERHEAD_BYTES = 256;

  /** By how much the clocks of those who write decisions and entries may differ. */
  private static final long CLOCKS_DIFFER_MS = 60_000;

  private static final long OVERDUE_MS = 5_000;
  private static final long SEEK_ALL_MS = 60_000;

  private final Map<Long, Found> kept = new LinkedHashMap<>();
  private Map<Long, Wanted> wanted = new HashMap<>();
  private Map<Long, Wanted> wantedBefore = new HashMap<>();
  private long keptBytes;
  private long readThrough = -1;
  private long soughtAllMs = Long.MIN_VALUE / 2; // never
  private boolean started;

  /** An entry, and when its record was written. */
  record Found(LedgerEntry entry, long writtenMs) {
    long bytes() {
      return (long) entry.payload().length() + OVERHEAD_BYTES;
    }
  }

  /** A decision that waits. */
  static final class Wanted {
    final Admitted one;
    final long sinceMs;
    @Nullable Found found;
    private boolean sought;

    Wanted(Admitted one, long sinceMs) {
      this.one = one;
      this.sinceMs = sinceMs;
    }
  }

  /** Says that a decision waits; what is not said again until the turn after next is forgotten. */
  Wanted want(Admitted one, long nowMs) {
    long seq = one.decision().decisionSeq();
    Wanted before = wantedBefore.get(seq);
    boolean same = before != null && before.one.digest().equals(one.digest());
    Wanted now = same ? before : new Wanted(one, nowMs);
    if (now.found == null) {
      now.found = kept.get(seq);
    }
    wanted.put(seq, now);
    return now;
  }

  /** It waits no more; its entry is kept, for it may be handed out again. */
  void done(Wanted one) {
    long seq = one.one.decision().decisionSeq();
    wanted.remove(seq);
    wantedBefore.remove(seq);
  }

  void nextTurn() {
    wantedBefore = wanted;
    wanted = new HashMap<>();
  }

  /** What waited in the last turn. */
  Iterable<Wanted> waiting() {
    return wanted.values();
  }

  /** Whether the chain is to be read on. */
  boolean areMissing() {
    return wanted.values().stream().anyMatch(one -> one.found == null);
  }

  /**
   * From which time on the chain must be read, unless that is from where the reader is: from before
   * the oldest that waits, and once a minute from the beginning if something is still not found.
   */
  OptionalLong seekMs(long nowMs) {
    boolean isNew = false;
    boolean isOverdue = false;
    long from = Long.MAX_VALUE;
    for (Wanted one : wanted.values()) {
      if (one.found != null) {
        continue;
      }
      boolean passed = !started || one.one.decision().decisionSeq() <= readThrough;
      isNew |= passed && !one.sought;
      isOverdue |= one.sought && nowMs - one.sinceMs >= OVERDUE_MS;
      one.sought |= passed;
      from = Math.min(from, Math.max(0, one.one.writtenMs() - CLOCKS_DIFFER_MS));
    }
    boolean fromTheBeginning = isOverdue && nowMs - soughtAllMs >= SEEK_ALL_MS;
    if (!isNew && !fromTheBeginning) {
      return OptionalLong.empty();
    }
    if (fromTheBeginning) {
      soughtAllMs = nowMs;
    }
    started = true;
    readThrough = -1;
    return OptionalLong.of(fromTheBeginning ? 0 : from);
  }

  /**
   * The next decision's entry of the chain.
   *
   * @param inForceThrough numbers above this one say nothing about how far the chain was read
   */
  void read(long decisionSeq, Found found, long inForceThrough) {
    if (decisionSeq <= inForceThrough) {
      readThrough = Math.max(readThrough, decisionSeq);
    }
    Wanted one = wanted.get(decisionSeq);
    if (one != null && one.found == null) {
      one.found = found;
    }
    if (kept.putIfAbsent(decisionSeq, found) == null) {
      keptBytes += found.bytes();
    }
    Iterator<Found> oldest = kept.values().iterator();
    while (keptBytes > KEPT_BYTES_MAX) {
      keptBytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
