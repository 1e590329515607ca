package io.floodwall.tlog;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.tlog.Check.Status;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Everything that is signed about one chain, and whether the tree over its entries agrees. */
final class SignedHeads {
  private final String origin;
  private final TrustPolicy policy;
  private final boolean ownKeys;
  private final boolean wantsWitnesses;
  private final TreeMap<Long, Signed> checkpoints = new TreeMap<>();
  private final Faults roots = new Faults();
  private final Faults signatures = new Faults();
  private final Faults witnesses = new Faults();
  private long rootsChecked;
  private long reachedTo;
  private long signed;
  private long witnessed;

  SignedHeads(String origin, Trust trust) {
    this.origin = origin;
    this.policy = trust.of(origin);
    this.ownKeys = trust.isOwn();
    this.wantsWitnesses = trust.policy() != null;
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

  void unreadableCheckpoint(String problem) {
    signatures.add(problem);
  }

  void unreadableCosignature(String problem) {
    witnesses.add(problem);
  }

  void checkpoint(SignedNote note) {
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
        signed++;
      }
    } catch (FormatException | UntrustedException e) {
      signatures.add("a checkpoint: " + e.getMessage());
    }
  }

  void cosignature(SignedNote note) {
    try {
      Checkpoint told = Checkpoint.parse(note.text());
      Signed of = checkpoints.get(told.size());
      if (!told.origin().equals(origin)) {
        witnesses.add("a cosignature of " + told.origin() + " is among them");
      } else if (of == null) {
        witnesses.add("a witness saw " + told.size() + " entries, of which no checkpoint is here");
      } else if (!of.root.equals(told.root())) {
        witnesses.add("a witness saw another root of " + told.size() + " entries: a fork");
      } else {
        policy.cosigners(note); // a false one is a fault, whatever else the quorum has
        for (NoteSignature signature : note.signatures()) {
          if (!of.note.signatures().contains(signature)) {
            of.note = of.note.with(signature);
          }
        }
      }
    } catch (FormatException | UntrustedException e) {
      witnesses.add("a cosignature: " + e.getMessage());
    }
  }

  /** The tree has grown to this. */
  void reached(CompactRange tree) {
    Signed at = checkpoints.get(tree.size());
    if (at != null) {
      at.reached = true;
      rootsChecked++;
      reachedTo = tree.size();
      if (!at.root.equals(tree.root())) {
        roots.add("the tree of " + tree.size() + " entries has another root than was signed");
      }
    }
  }

  /** The entries were those from {@code from} to before {@code next}. */
  List<Check> checks(long from, long next) {
    return List.of(rootCheck(next), signatureCheck(next > from), witnessCheck());
  }

  /** What is not proven of the entries from {@code from} to before {@code next}. */
  void notProven(long from, long next, Collection<String> open) {
    long signedTo = Math.max(from, reachedTo);
    if (next > signedTo) {
      open.add(
          ChainReport.range(signedTo, next)
              + ": no checkpoint covers them, they can be cut without a trace");
    }
    if (ownKeys) {
      open.add(
          policy.logs().isEmpty()
              ? "authorship: no key is known; name the trusted one with --vkey"
              : "authorship: the key is the one that came along; name the trusted one with --vkey");
    }
    if (!wantsWitnesses) {
      open.add(
          "one history for all: without witnesses the log's key could sign another one for others");
    } else if (witnessed < next) {
      open.add(ChainReport.range(witnessed, next) + ": no quorum of witnesses has seen them");
    }
  }

  private Check rootCheck(long next) {
    checkpoints.forEach(
        (size, one) -> {
          if (!one.reached && size > next) {
            roots.add(
                "a checkpoint is of " + size + " entries, here are " + next + ": the tail was cut");
          } else if (size == 0 && !one.root.equals(new CompactRange().root())) {
            roots.add("the checkpoint of no entries has another root than the empty tree");
          }
        });
    if (checkpoints.isEmpty() && roots.isNone()) {
      return new Check("tree", Status.NOT_CHECKED, "-", "no checkpoint is here");
    }
    return roots.check(
        "tree",
        rootsChecked == 0 ? "-" : "up to entry " + (reachedTo - 1),
        "the roots of " + rootsChecked + " checkpoints, computed again");
  }

  private Check signatureCheck(boolean hasEntries) {
    if (policy.logs().isEmpty() && ownKeys && signatures.isNone() && !checkpoints.isEmpty()) {
      return new Check("signatures", Status.NOT_CHECKED, "-", "no key is known");
    }
    if (policy.logs().isEmpty() && !checkpoints.isEmpty()) {
      return new Check("signatures", Status.FAIL, "-", "no trusted key is named " + origin);
    }
    if (checkpoints.isEmpty() && hasEntries && !ownKeys) {
      signatures.add("a key is trusted, and no checkpoint is here");
    }
    if (checkpoints.isEmpty() && signatures.isNone()) {
      return new Check("signatures", Status.NOT_CHECKED, "-", "no checkpoint is here");
    }
    return signatures.check(
        "signatures",
        signed + " checkpoints",
        ownKeys ? "by the key that came along" : "by a trusted key");
  }

  private Check witnessCheck() {
    if (wantsWitnesses) {
      checkpoints.values().forEach(this::countWitnessed);
      if (witnessed == 0) {
        witnesses.add("no checkpoint has the quorum that the policy asks for");
      }
    } else if (witnesses.isNone()) {
      return new Check("witnesses", Status.NOT_CHECKED, "-", "no policy was given");
    }
    return witnesses.check("witnesses", "up to entry " + (witnessed - 1), "the quorum cosigned");
  }

  private void countWitnessed(Signed one) {
    try {
      long size = policy.verified(one.note).size();
      witnessed = one.reached ? Math.max(witnessed, size) : witnessed;
    } catch (FormatException | UntrustedException e) {
      // not every checkpoint need be cosigned: the furthest that is counts
      return;
    }
  }
}
