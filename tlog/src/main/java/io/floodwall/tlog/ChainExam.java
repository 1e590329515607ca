package io.floodwall.tlog;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.tlog.Check.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Examines one chain from its entries, in order, and everything signed about it: nothing that is
 * stored is believed where it can be computed again.
 *
 * <p>Tell it where the chain starts, its head and its checkpoints first, then every entry, then
 * {@link #end}. Memory grows with the number of checkpoints alone.
 */
public final class ChainExam {
  /** The most faults of one kind that are told; more are counted. */
  private static final int TOLD_MAX = 20;

  private final String origin;
  private final TrustPolicy policy;
  private final boolean ownKeys;
  private final boolean wantsWitnesses;
  private final TreeMap<Long, Signed> checkpoints = new TreeMap<>();
  private final Faults sequence = new Faults();
  private final Faults links = new Faults();
  private final Faults digests = new Faults();
  private final Faults heads = new Faults();
  private final Faults roots = new Faults();
  private final Faults signatures = new Faults();
  private final Faults witnesses = new Faults();
  private CompactRange tree = new CompactRange();
  private long from;
  private long next;
  private @Nullable Hash link;
  private Chain.@Nullable Head head;
  private long rootsChecked;
  private long witnessed;
  private long signedBy;

  /** The exam of the chain called {@code origin}, on the word of {@code trust}. */
  public ChainExam(String origin, Trust trust) {
    this.origin = origin;
    this.policy = trust.of(origin);
    this.ownKeys = trust.isOwn();
    this.wantsWitnesses = trust.policy() != null;
    this.link = Chain.genesis(origin).digest();
  }

  /** What was signed of a size. */
  private static final class Signed {
    private final Hash root;
    private SignedNote note;
    private boolean reached;

    Signed(Hash root, SignedNote note) {
      this.root = root;
      this.note = note;
    }
  }

  private static final class Faults {
    private final List<String> told = new ArrayList<>();
    private long count;

    void add(String fault) {
      count++;
      if (told.size() < TOLD_MAX) {
        told.add(fault);
      }
    }

    String text() {
      String all = String.join("; ", told);
      return count > told.size() ? all + "; and " + (count - told.size()) + " more" : all;
    }
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
  }

  /** A fault of something that did not even parse. */
  public void unreadable(String what, String problem) {
    switch (what) {
      case "checkpoint" -> signatures.add(problem);
      case "cosignature" -> witnesses.add(problem);
      case "head" -> heads.add(problem);
      default -> sequence.add(problem);
    }
  }

  /** A signed checkpoint. */
  public void checkpoint(SignedNote note) {
    try {
      Checkpoint told = Checkpoint.parse(note.text());
      if (!told.origin().equals(origin)) {
        signatures.add("a checkpoint of " + told.origin() + " is among them");
        return;
      }
      Signed before = checkpoints.get(told.size());
      if (before != null && !before.root.equals(told.root())) {
        roots.add("two roots are signed for " + told.size() + " entries: a fork");
      }
      checkpoints.putIfAbsent(told.size(), new Signed(told.root(), note));
      if (policy.logs().isEmpty()) {
        return;
      }
      if (note.verified(policy.logs()).isEmpty()) {
        signatures.add("no trusted key signed the checkpoint of " + told.size() + " entries");
      } else {
        signedBy++;
      }
    } catch (FormatException | UntrustedException e) {
      signatures.add("a checkpoint: " + e.getMessage());
    }
  }

  /** A checkpoint under the signature of a witness. */
  public void cosignature(SignedNote note) {
    try {
      Checkpoint told = Checkpoint.parse(note.text());
      Signed of = checkpoints.get(told.size());
      if (!told.origin().equals(origin)) {
        witnesses.add("a cosignature of " + told.origin() + " is among them");
      } else if (of != null && !of.root.equals(told.root())) {
        witnesses.add("a witness saw another root of " + told.size() + " entries: a fork");
      } else if (of != null) {
        for (NoteSignature signature : note.signatures()) {
          if (!of.note.signatures().contains(signature)) {
            of.note = of.note.with(signature);
          }
        }
      } else {
        witnesses.add("a witness saw " + told.size() + " entries, of which no checkpoint is here");
      }
    } catch (FormatException e) {
      witnesses.add("a cosignature: " + e.getMessage());
    }
  }

  /** The next entry. */
  public void entry(LedgerEntry entry) {
    long seq = entry.seq();
    if (seq != next) {
      sequence.add("entry " + seq + " stands where " + next + " should");
    }
    if (link != null && !entry.prev().equals(link)) {
      links.add("entry " + seq + " does not link to the one before it");
    }
    if (!entry.isSound()) {
      digests.add("the digest of entry " + seq + " is not that of its fields");
    }
    advance(entry.digest(), Chain.leaf(entry));
  }

  /** The next entry, by its hashed bytes. */
  public void entry(byte[] hashed) {
    try {
      LedgerEntry entry = Chain.parse(hashed);
      if (entry.seq() != next) {
        sequence.add("entry " + entry.seq() + " stands where " + next + " should");
      }
      if (link != null && !entry.prev().equals(link)) {
        links.add("entry " + entry.seq() + " does not link to the one before it");
      }
      advance(entry.digest(), Chain.leaf(entry));
    } catch (IllegalArgumentException e) {
      sequence.add("entry " + next + ": " + e.getMessage());
      link = null;
      next++;
    }
  }

  private void advance(Hash digest, Hash leaf) {
    link = digest;
    next++;
    tree.append(leaf);
    Signed signed = checkpoints.get(tree.size());
    if (signed != null) {
      signed.reached = true;
      rootsChecked++;
      if (!signed.root.equals(tree.root())) {
        roots.add("the tree of " + tree.size() + " entries has another root than was signed");
      }
    }
    if (head != null && head.size() == next && !head.digest().equals(digest)) {
      heads.add("the head is " + head.digest() + ", the entries lead to " + digest);
    }
  }

  /** The tree over what came. */
  public CompactRange tree() {
    return tree;
  }

  /**
   * What came of it.
   *
   * @param to the number after the last entry
   * @param notProven in plain words, what nobody may conclude from this
   */
  public record Report(
      String origin, long from, long to, List<Check> checks, List<String> notProven) {
    public Report {
      checks = List.copyOf(checks);
      notProven = List.copyOf(notProven);
    }

    /** Whether no check failed. */
    public boolean isValid() {
      return checks.stream().noneMatch(check -> check.status() == Status.FAIL);
    }
  }

  /** The entries' end. */
  public Report end() {
    var checks = new ArrayList<Check>();
    String entries = range(from, next);
    checks.add(check("sequence", sequence, entries, "every number once, in order"));
    checks.add(
        check(
            "links", links, entries, from == 0 ? "from the genesis on" : "from the told start on"));
    checks.add(check("digests", digests, entries, "computed again from the fields"));
    checks.add(headCheck());
    checks.add(rootCheck());
    checks.add(signatureCheck());
    checks.add(witnessCheck());
    return new Report(origin, from, next, checks, notProven());
  }

  private Check headCheck() {
    if (head == null && heads.count == 0) {
      boolean empty = next == 0;
      return new Check(
          "head",
          empty ? Status.PASS : Status.NOT_CHECKED,
          "-",
          empty ? "no entries and no head" : "no head is here");
    }
    if (head != null && head.size() > next) {
      heads.add(
          "the head says " + head.size() + " entries, here are " + next + ": the tail was cut");
    } else if (head != null && head.size() < from) {
      heads.add("the head says " + head.size() + " entries, these start at " + from);
    }
    String said = head == null ? "-" : head.size() + " entries";
    return check("head", heads, said, "the entries lead to it");
  }

  private Check rootCheck() {
    checkpoints.forEach(
        (size, signed) -> {
          if (!signed.reached && size > next) {
            roots.add(
                "a checkpoint is of " + size + " entries, here are " + next + ": the tail was cut");
          } else if (!signed.reached
              && size == 0
              && !signed.root.equals(new CompactRange().root())) {
            roots.add("the checkpoint of no entries has another root than the empty tree");
          }
        });
    if (checkpoints.isEmpty() && roots.count == 0) {
      return new Check("tree", Status.NOT_CHECKED, "-", "no checkpoint is here");
    }
    return check(
        "tree",
        roots,
        rootsChecked == 0 ? "-" : "up to entry " + (lastReached() - 1),
        "the roots of " + rootsChecked + " checkpoints, computed again");
  }

  private Check signatureCheck() {
    if (policy.logs().isEmpty() && !checkpoints.isEmpty()) {
      return new Check("signatures", Status.FAIL, "-", "no trusted key is named " + origin);
    }
    if (checkpoints.isEmpty() && signatures.count == 0) {
      return new Check("signatures", Status.NOT_CHECKED, "-", "no checkpoint is here");
    }
    return check(
        "signatures",
        signatures,
        signedBy + " checkpoints",
        ownKeys ? "by the key that came along" : "by a trusted key");
  }

  private Check witnessCheck() {
    if (wantsWitnesses) {
      checkpoints.values().forEach(this::countWitnessed);
      if (witnessed == 0) {
        witnesses.add("no checkpoint has the quorum that the policy asks for");
      }
    } else if (witnesses.count == 0) {
      return new Check("witnesses", Status.NOT_CHECKED, "-", "no policy was given");
    }
    return check("witnesses", witnesses, "up to entry " + (witnessed - 1), "the quorum cosigned");
  }

  private void countWitnessed(Signed signed) {
    try {
      witnessed = Math.max(witnessed, policy.verified(signed.note).size());
    } catch (FormatException | UntrustedException e) {
      // not every checkpoint need be cosigned: the furthest that is counts
      return;
    }
  }

  private List<String> notProven() {
    var open = new ArrayList<String>();
    long signedTo = lastReached();
    if (next > signedTo) {
      open.add(
          range(signedTo, next) + ": no checkpoint covers them, they can be cut without a trace");
    }
    if (ownKeys) {
      open.add("authorship: the key is the one that came along; name the trusted one with --vkey");
    }
    if (!wantsWitnesses) {
      open.add(
          "one history for all: without witnesses the log's key could sign another one for others");
    } else if (witnessed < next) {
      open.add(range(witnessed, next) + ": no quorum of witnesses has seen them");
    }
    if (from > 0) {
      open.add(range(0, from) + ": they are not here");
    }
    return open;
  }

  private long lastReached() {
    long last = from;
    for (var one : checkpoints.entrySet()) {
      if (one.getValue().reached) {
        last = one.getKey();
      }
    }
    return last;
  }

  private static Check check(String name, Faults faults, String range, String good) {
    return faults.count == 0
        ? new Check(name, Status.PASS, range, good)
        : new Check(name, Status.FAIL, range, faults.text());
  }

  private static String range(long first, long behind) {
    return behind <= first ? "no entries" : "entries " + first + " to " + (behind - 1);
  }
}
