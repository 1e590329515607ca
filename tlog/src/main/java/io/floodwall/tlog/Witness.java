package io.floodwall.tlog;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.MerkleHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a witness answers (C2SP {@code tlog-witness}): it cosigns a checkpoint that is
 * proved to continue the last one it cosigned, and no other, so it never cosigns two histories.
 *
 * <p>It keeps nothing: the caller hands it the last checkpoint that it cosigned of a log, and
 * stores what it says before it answers, one request at a time.
 */
public final class Witness {
  private final SignerKey key;
  private final Trust logs;

  /**
   * A witness that signs with {@code key}.
   *
   * @param logs whose checkpoints it looks at; the key of {@code name} covers {@code name/...} too
   */
  public Witness(SignerKey key, List<VerifierKey> logs) {
    this.key = key;
    this.logs = new Trust(logs, false, null);
  }

  /** What verifies its cosignatures. */
  public VerifierKey verifier() {
    return key.cosigner();
  }

  /** What was cosigned last of each log. */
  @FunctionalInterface
  public interface Memory {
    /** The last note of {@code origin} that it cosigned, with its cosignature. */
    Optional<SignedNote> last(String origin);
  }

  /** The answer to a request's bytes, at a time in seconds since 1970. */
  public WitnessAnswer answer(byte[] request, Memory memory, long nowSeconds) {
    AddCheckpoint asked;
    Checkpoint checkpoint;
    try {
      asked = AddCheckpoint.parse(request);
      checkpoint = Checkpoint.parse(asked.note().text());
    } catch (FormatException e) {
      return WitnessAnswer.refused(400, String.valueOf(e.getMessage()));
    }
    List<VerifierKey> trusted = logs.of(checkpoint.origin()).logs();
    if (trusted.isEmpty()) {
      return WitnessAnswer.refused(404, "no log is known by this origin");
    }
    Set<VerifierKey> signers;
    try {
      signers = asked.note().verified(trusted);
    } catch (UntrustedException e) {
      return WitnessAnswer.refused(403, String.valueOf(e.getMessage()));
    }
    if (signers.isEmpty()) {
      return WitnessAnswer.refused(403, "no trusted key of this origin signed the checkpoint");
    }
    var signed = new AddCheckpoint(asked.oldSize(), asked.proof(), only(signers, asked.note()));
    return new Case(signed, checkpoint, memory.last(checkpoint.origin()).orElse(null))
        .answer(nowSeconds);
  }

  /** The note with one signature of each signer: those of strangers could be anything, and many. */
  private static SignedNote only(Set<VerifierKey> signers, SignedNote note) {
    var signatures = new ArrayList<NoteSignature>();
    for (VerifierKey signer : signers) {
      note.signatures().stream()
          .filter(line -> line.isOf(signer))
          .findFirst()
          .ifPresent(signatures::add);
    }
    return new SignedNote(note.text(), signatures);
  }

  /** One request of a trusted log, beside what was cosigned before. */
  private final class Case {
    private final AddCheckpoint asked;
    private final Checkpoint shown;
    private final @Nullable SignedNote last;
    private final long lastSize;
    private final Hash lastRoot;

    Case(AddCheckpoint asked, Checkpoint shown, @Nullable SignedNote last) {
      Checkpoint known = last == null ? null : known(last);
      this.asked = asked;
      this.shown = shown;
      this.last = last;
      this.lastSize = known == null ? 0 : known.size();
      this.lastRoot = known == null ? MerkleHash.EMPTY : known.root();
    }

    private static Checkpoint known(SignedNote last) {
      try {
        return Checkpoint.parse(last.text());
      } catch (FormatException e) {
        throw new IllegalStateException("what was cosigned is not a checkpoint", e);
      }
    }

    WitnessAnswer answer(long nowSeconds) {
      if (asked.oldSize() > shown.size()) {
        return WitnessAnswer.refused(400, "the old size is beyond the checkpoint's")
            .with(evidence());
      }
      if (asked.oldSize() != lastSize) {
        return WitnessAnswer.sizeIs(lastSize).with(evidence());
      }
      if (shown.size() == lastSize && !shown.root().equals(lastRoot)) {
        return WitnessAnswer.refused(409, "another root of this size is cosigned already")
            .with(evidence());
      }
      if (!new ConsistencyProof(lastSize, shown.size(), asked.proof())
          .proves(lastRoot, shown.root())) {
        return WitnessAnswer.refused(422, "the consistency proof does not verify")
            .with(kept(ForkEvidence.Kind.UNPROVEN));
      }
      NoteSignature cosignature = key.cosign(asked.note().text(), nowSeconds);
      return WitnessAnswer.cosigned(cosignature, asked.note().with(cosignature));
    }

    /** What the sizes and roots alone say, whatever the request claims beside them. */
    private Optional<ForkEvidence> evidence() {
      if (shown.size() == lastSize && !shown.root().equals(lastRoot)) {
        return kept(ForkEvidence.Kind.FORK);
      }
      return shown.size() < lastSize ? kept(ForkEvidence.Kind.SHRINK) : Optional.empty();
    }

    private Optional<ForkEvidence> kept(ForkEvidence.Kind kind) {
      return last == null
          ? Optional.empty()
          : Optional.of(new ForkEvidence(kind, shown.origin(), last, asked));
    }
  }
}
