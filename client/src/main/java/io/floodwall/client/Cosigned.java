package io.floodwall.client;

import io.floodwall.core.tree.TileSource;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.PinnedLog;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.UntrustedException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The checkpoints of a chain and their witnesses' signatures, which come later and in any order.
 */
final class Cosigned {
  /** The most sizes kept; the largest stay. */
  static final int SIZES_MAX = 1_000;

  private final Trust trust;
  private final TreeMap<Long, SignedNote> signed = new TreeMap<>();
  private final TreeMap<Long, List<SignedNote>> cosignatures = new TreeMap<>();
  private boolean moved;

  Cosigned(Trust trust) {
    this.trust = trust;
  }

  /** A checkpoint that a trusted log key signed. */
  void signed(long size, SignedNote note) {
    signed.put(size, note);
    bound(signed);
    moved = true;
  }

  /** A note under a checkpoint's text; it is passed over unless a known witness signed it. */
  void cosigned(SignedNote note) throws FormatException, UntrustedException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (trust.policy() == null || trust.of(checkpoint.origin()).cosigners(note).isEmpty()) {
      return;
    }
    long size = checkpoint.size();
    List<SignedNote> notes = cosignatures.computeIfAbsent(size, at -> new ArrayList<>());
    if (notes.size() < SignedNote.SIGNATURES_MAX) {
      notes.add(note);
    }
    bound(cosignatures);
    moved = true;
  }

  /**
   * The largest checkpoint above {@code size} that has its quorum and that the log, as it was seen
   * last, has grown from.
   */
  Optional<SignedNote> best(long size, PinnedLog log, TileSource tiles)
      throws FormatException, UntrustedException, ForkedException {
    long seen = log.seen().map(Checkpoint::size).orElse(0L);
    if (!moved || seen <= size) {
      return Optional.empty();
    }
    for (SignedNote note : signed.subMap(size, false, seen, true).descendingMap().values()) {
      Optional<SignedNote> joined = withQuorum(note);
      if (joined.isPresent()) {
        SignedNote newest = signed.get(seen);
        if (newest != null) {
          var unused = PinnedLog.at(trust, joined.get()).advance(newest, tiles);
        }
        signed.headMap(Checkpoint.parse(note.text()).size(), true).clear();
        moved = false;
        return joined;
      }
    }
    moved = false;
    return Optional.empty();
  }

  private Optional<SignedNote> withQuorum(SignedNote note) throws FormatException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    TrustPolicy policy = trust.of(checkpoint.origin());
    SignedNote joined = note;
    for (SignedNote more : cosignatures.getOrDefault(checkpoint.size(), List.of())) {
      for (NoteSignature signature : more.signatures()) {
        boolean fits =
            more.text().equals(note.text())
                && !joined.signatures().contains(signature)
                && joined.signatures().size() < SignedNote.SIGNATURES_MAX;
        joined = fits ? joined.with(signature) : joined;
      }
    }
    try {
      var unused = policy.verified(joined);
      return Optional.of(joined);
    } catch (UntrustedException e) {
      return Optional.empty(); // not yet: more cosignatures may come
    }
  }

  private static void bound(NavigableMap<Long, ?> sizes) {
    while (sizes.size() > SIZES_MAX) {
      sizes.pollFirstEntry();
    }
  }
}
