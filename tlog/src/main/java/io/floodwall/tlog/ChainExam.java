package io.floodwall.tlog;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.tlog.Check.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examines one chain from its entries, in order, and everything signed about it: nothing that is
 * stored is believed where it can be computed again.
 *
 * <p>Tell it where the chain starts, its head and its checkpoints first, then every entry, then
 * {@link #end}. Memory grows with the number of checkpoints alone.
 */
public final class ChainExam {
  private final String origin;
  private final SignedHeads signed;
  private final Faults sequence = new Faults();
  private final Faults links = new Faults();
  private final Faults digests = new Faults();
  private final Faults heads = new Faults();
  private CompactRange tree = new CompactRange();
  private long from;
  private long next;
  private @Nullable Hash link;
  private Chain.@Nullable Head head;

  /** The exam of the chain called {@code origin}, on the word of {@code trust}. */
  public ChainExam(String origin, Trust trust) {
    this.origin = origin;
    this.signed = new SignedHeads(origin, trust);
    this.link = Chain.genesis(origin).digest();
  }

  /** The chain's name. */
  public String origin() {
    return origin;
  }

  /** The entries that come start at {@code seq}, not at 0: what came before is taken as told. */
  public void startsAt(long seq, Hash prev, List<Hash> subtrees) {
    from = seq;
    next = seq;
    link = prev;
    tree = new CompactRange(seq, subtrees);
  }

  /** Where the chain is said to stand. */
  public void head(Chain.Head told) {
    head = told;
    compareHead();
  }

  /** A head that is not as the ledger writes it. */
  public void unreadableHead(String problem) {
    heads.add(problem);
  }

  /** A signed checkpoint. */
  public void checkpoint(SignedNote note) {
    signed.checkpoint(note);
  }

  /** A checkpoint that does not even parse. */
  public void unreadableCheckpoint(String problem) {
    signed.unreadableCheckpoint(problem);
  }

  /** A checkpoint under the signature of a witness. */
  public void cosignature(SignedNote note) {
    signed.cosignature(note);
  }

  /** A cosignature that does not even parse. */
  public void unreadableCosignature(String problem) {
    signed.unreadableCosignature(problem);
  }

  /** The next entry, with the digest it claims. */
  public void entry(LedgerEntry entry) {
    if (!entry.isSound()) {
      digests.add("the digest of entry " + entry.seq() + " is not that of its fields");
    }
    follow(entry);
  }

  /** The next entry, by its hashed bytes. */
  public void entry(byte[] hashed) {
    try {
      follow(Chain.parse(hashed));
    } catch (IllegalArgumentException e) {
      unreadableEntry(e.getMessage());
    }
  }

  /** The next entry, which cannot be read or was deleted. */
  public void unreadableEntry(String problem) {
    sequence.add("entry " + next + ": " + problem);
    link = null;
    next++;
  }

  /** Something that stands among the entries and is none. */
  public void fault(String problem) {
    sequence.add(problem);
  }

  private void follow(LedgerEntry entry) {
    long seq = entry.seq();
    if (seq != next) {
      sequence.add("entry " + seq + " stands where " + next + " should");
    }
    if (link != null && !entry.prev().equals(link)) {
      links.add("entry " + seq + " does not link to the one before it");
    }
    link = entry.digest();
    next++;
    tree.append(Chain.leaf(entry));
    signed.reached(tree);
    compareHead();
  }

  private void compareHead() {
    if (head != null && head.size() == next && link != null && !head.digest().equals(link)) {
      heads.add("the head is " + head.digest() + ", the entries lead to " + link);
    }
  }

  /** The tree over what came. */
  public CompactRange tree() {
    return tree;
  }

  /** The number after the last entry. */
  public long next() {
    return next;
  }

  /** The entries' end. */
  public ChainReport end() {
    String entries = ChainReport.range(from, next);
    var checks = new ArrayList<Check>();
    checks.add(sequence.check("sequence", entries, "every number once, in order"));
    checks.add(
        links.check(
            "links", entries, from == 0 ? "from the genesis on" : "from the told start on"));
    checks.add(digests.check("digests", entries, "computed again from the fields"));
    checks.add(headCheck());
    checks.addAll(signed.checks(from, next));
    var open = new ArrayList<String>();
    signed.notProven(from, next, open);
    if (from > 0) {
      open.add(ChainReport.range(0, from) + ": they are not here");
    }
    return new ChainReport(origin, from, next, checks, open);
  }

  private Check headCheck() {
    if (head == null && heads.isNone()) {
      return next == 0
          ? new Check("head", Status.PASS, "-", "no entries and no head")
          : new Check("head", Status.NOT_CHECKED, "-", "no head is here");
    }
    if (head != null && head.size() > next) {
      heads.add(
          "the head says " + head.size() + " entries, here are " + next + ": the tail was cut");
    } else if (head != null && head.size() < from) {
      heads.add("the head says " + head.size() + " entries, these start at " + from);
    }
    return heads.check(
        "head", head == null ? "-" : head.size() + " entries", "the entries lead to it");
  }
}
