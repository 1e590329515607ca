package io.floodwall.core.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Finding.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes one chain from its records in log order, and names what is wrong and where.
 *
 * <p>After a fault it goes on from what the next record claims, so that one fault gives one finding
 * and not a finding for every record behind it. Memory is bounded: it keeps the last digest, the
 * ranges of sequence numbers found missing (up to {@link #FINDINGS_MAX}) and as many findings.
 */
public final class ChainVerifier {
  /** The most findings kept; more are only counted. */
  public static final int FINDINGS_MAX = 1_000;

  private final int partition;
  private final List<Finding> findings = new ArrayList<>();

  /** First to last sequence number, both inclusive, of each stretch not seen yet. */
  private final TreeMap<Long, Long> missing = new TreeMap<>();

  private long findingsCount;
  private long records;
  private long next;
  private @Nullable Hash link;
  private @Nullable HeadClaim head;

  /** A verifier for the chain of {@code partition} that starts at {@code genesis}. */
  public ChainVerifier(int partition, Chain.Head genesis) {
    this.partition = partition;
    this.link = genesis.digest();
    this.next = genesis.size();
  }

  private record HeadClaim(long size, Hash digest, String place) {}

  /**
   * Sets what the heads topic says: the chain must reach it and agree with it. Call before the
   * first record.
   */
  public void expectHead(Chain.Head published, String place) {
    head = new HeadClaim(published.size(), published.digest(), place);
    if (published.size() == next && link != null && !published.digest().equals(link)) {
      find(
          Check.HEAD,
          next - 1,
          place,
          "the head is " + published.digest() + ", the chain starts from " + link);
    }
  }

  /** The next record, which decoded as {@code entry}. */
  public void record(@Nullable String key, LedgerEntry entry, String place) {
    records++;
    long seq = entry.seq();
    if (!LedgerEntry.key(partition, seq).equals(key)) {
      find(
          Check.KEY,
          seq,
          place,
          "the key is " + key + ", the entry's is " + LedgerEntry.key(partition, seq));
    }
    if (!entry.isSound()) {
      find(Check.DIGEST, seq, place, "the digest is not that of the entry's fields");
    }
    if (seq < next) {
      outOfOrder(entry, place);
      return;
    }
    if (seq > next) {
      miss(next, seq - 1, place);
    } else if (link != null && !entry.prev().equals(link)) {
      find(Check.PREV, seq, place, "prev is " + entry.prev() + ", the entry before has " + link);
    }
    link = entry.digest();
    next = seq + 1;
    compareHead(entry.digest());
  }

  /** The next record, whose value was deleted. */
  public void tombstone(@Nullable String key, String place) {
    records++;
    long seq = seqOf(key);
    find(Check.TOMBSTONE, seq, place, "the record under key " + key + " was deleted");
    explain(seq, place);
  }

  /** The next record, whose value does not decode, or bytes that cannot be read. */
  public void unreadable(@Nullable String key, String place, String why) {
    records++;
    long seq = seqOf(key);
    find(Check.BYTES, seq, place, why);
    explain(seq, place);
  }

  /** The log's end: what was missing stays missing, and the head must have been reached. */
  public void end(String place) {
    missing.forEach((first, last) -> findMissing(first, last, place));
    missing.clear();
    if (head != null && head.size() > next) {
      find(
          Check.HEAD,
          next,
          head.place(),
          "the head says "
              + head.size()
              + " entries, the chain ends after "
              + next
              + ": the tail was cut");
    }
  }

  /** What was found, in the order it was found; at most {@link #FINDINGS_MAX}. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How much was found, kept or not. */
  public long findingsCount() {
    return findingsCount;
  }

  /** Whether nothing was found. */
  public boolean isValid() {
    return findingsCount == 0;
  }

  /** How many records were read. */
  public long records() {
    return records;
  }

  /**
   * Where the chain stands: the number after the last entry, and its digest where that is known.
   */
  public Chain.@Nullable Head head() {
    return link == null ? null : new Chain.Head(next, link);
  }

  private void outOfOrder(LedgerEntry entry, String place) {
    if (wasMissing(entry.seq(), place)) {
      find(
          Check.SEQ,
          entry.seq(),
          place,
          "the entry is out of order: it stands behind entry " + (next - 1));
    } else {
      find(Check.KEY, entry.seq(), place, "the key is written a second time");
    }
  }

  private void miss(long first, long last, String place) {
    if (first > last) {
      return;
    }
    if (missing.size() < FINDINGS_MAX) {
      missing.put(first, last);
    } else {
      findMissing(first, last, place);
    }
  }

  /** Takes {@code seq} out of the missing, if it is there. */
  private boolean wasMissing(long seq, String place) {
    Map.Entry<Long, Long> stretch = missing.floorEntry(seq);
    if (stretch == null || stretch.getValue() < seq) {
      return false;
    }
    missing.remove(stretch.getKey());
    miss(stretch.getKey(), seq - 1, place);
    miss(seq + 1, stretch.getValue(), place);
    return true;
  }

  /** An entry that is lost, and said to be: nothing more is to be found because of it. */
  private void explain(long seq, String place) {
    if (seq == next) {
      next = seq + 1;
      link = null;
    } else {
      wasMissing(seq, place);
    }
  }

  private void findMissing(long first, long last, String place) {
    find(
        Check.SEQ,
        first,
        place,
        first == last
            ? "the entry is missing"
            : "entries " + first + " to " + last + " are missing");
  }

  private void compareHead(Hash digest) {
    if (head != null && head.size() == next && !head.digest().equals(digest)) {
      find(
          Check.HEAD,
          next - 1,
          head.place(),
          "the head is " + head.digest() + ", the entry has " + digest);
    }
  }

  private long seqOf(@Nullable String key) {
    String prefix = partition + "/";
    if (key == null || !key.startsWith(prefix)) {
      return -1;
    }
    try {
      long seq = Long.parseLong(key.substring(prefix.length()));
      return LedgerEntry.key(partition, seq).equals(key) ? seq : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void find(Check check, long seq, String place, String detail) {
    findingsCount++;
    if (findings.size() < FINDINGS_MAX) {
      findings.add(new Finding(check, partition, seq, place, detail));
    }
  }
}
