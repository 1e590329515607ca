package io.floodwall.tlog;

import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.TileSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log as one knows it who remembers the last checkpoint that was seen: from there it may only
 * grow.
 *
 * <p>The first checkpoint ever seen is taken on the word of the log's key alone.
 */
public final class PinnedLog {
  private final Trust logs;
  private @Nullable SignedNote pin;
  private @Nullable Checkpoint seen;

  private PinnedLog(Trust logs) {
    this.logs = new Trust(logs.keys(), logs.isOwn(), null);
  }

  /** A log of which nothing was seen yet. */
  public static PinnedLog unseen(Trust logs) {
    return new PinnedLog(logs);
  }

  /**
   * A log of which {@code pin} was seen last.
   *
   * @throws UntrustedException if none of the log keys that are trusted now signed it
   */
  public static PinnedLog at(Trust logs, SignedNote pin)
      throws FormatException, UntrustedException {
    var log = new PinnedLog(logs);
    log.seen = log.signed(pin);
    log.pin = pin;
    return log;
  }

  /** What was seen last. */
  public Optional<Checkpoint> seen() {
    return Optional.ofNullable(seen);
  }

  /**
   * Looks at the checkpoint that the log shows now, and remembers it.
   *
   * @return whether it is a step on
   * @throws UntrustedException if no trusted key signed it, or the tiles do not lead to its root
   * @throws ForkedException if it does not continue what was seen; that stays remembered
   * @throws io.floodwall.core.tree.MissingTileException if the tiles do not reach so far yet
   */
  public boolean advance(SignedNote shown, TileSource tiles)
      throws FormatException, UntrustedException, ForkedException {
    Checkpoint next = signed(shown);
    SignedNote known = pin;
    Checkpoint before = seen;
    if (known != null && before != null) {
      if (!next.origin().equals(before.origin())) {
        throw new UntrustedException("it is of " + next.origin() + ", not of " + before.origin());
      }
      if (next.size() == before.size() && next.root().equals(before.root())) {
        return false;
      }
      requireGrowth(known, before, shown, next, tiles);
    }
    pin = shown;
    seen = next;
    return true;
  }

  /** The checkpoint in the note, if a trusted log key signed it; witnesses are not asked. */
  public Checkpoint signed(SignedNote note) throws FormatException, UntrustedException {
    return logs.of(Checkpoint.parse(note.text()).origin()).verified(note);
  }

  private static void requireGrowth(
      SignedNote pin, Checkpoint seen, SignedNote shown, Checkpoint next, TileSource tiles)
      throws UntrustedException, ForkedException {
    String step = next.origin() + " shows " + next.size() + " entries after " + seen.size() + ": ";
    ForkEvidence.Kind kind = null;
    if (next.size() < seen.size()) {
      kind = ForkEvidence.Kind.SHRINK;
    } else if (next.size() == seen.size()) {
      kind = ForkEvidence.Kind.FORK;
    } else {
      ConsistencyProof proof = TileProofs.prove(seen.size(), next, tiles);
      if (!proof.proves(seen.root(), next.root())) {
        kind = ForkEvidence.Kind.UNPROVEN;
      }
    }
    if (kind != null) {
      throw new ForkedException(kind, pin, shown, step + kind.meaning());
    }
  }
}
