package io.floodwall.client;

import io.floodwall.client.UntrustedLedgerException.Check;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.TileSource;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.PinnedLog;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.UntrustedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition's chain, as far as it is proven to this deployer.
 *
 * <pre>
 * checkpoints ──> signed by a trusted key? ──> continues the pin? ──> pinned ──> cosigned? ──> usable
 * an entry, its tiles and the usable checkpoint ──> a receipt
 * </pre>
 *
 * <p>It keeps the pin, what waits, and the tiles that its caller keeps; not the entries.
 */
final class ProvenChain {
  /** The most checkpoints that wait for their tiles. */
  static final int SHOWN_MAX = 1_000;

  private final int partition;
  private final Pins pins;
  private final Clock clock;
  private final PinnedLog log;
  private final Cosigned cosigned;
  private final ArrayDeque<SignedNote> shown = new ArrayDeque<>();
  private @Nullable SignedNote newest;
  private @Nullable SignedNote unkept;
  private @Nullable SignedNote usable;
  private long usableSize;
  private boolean live;
  private @Nullable UntrustedLedgerException doubt;
  private String trouble = "no checkpoint has come yet";

  /**
   * The chain where it was left.
   *
   * @throws IllegalStateException if what is pinned cannot be read, or no trusted key signed it
   */
  ProvenChain(int partition, Trust trust, Pins pins, Clock clock) {
    this.partition = partition;
    this.pins = pins;
    this.clock = clock;
    this.cosigned = new Cosigned(trust);
    try {
      Optional<SignedNote> pin = pins.last(partition);
      this.log = pin.isPresent() ? PinnedLog.at(trust, pin.get()) : PinnedLog.unseen(trust);
      if (pin.isPresent()) {
        requireOwn(Checkpoint.parse(pin.get().text()));
      }
    } catch (IOException | FormatException | UntrustedException e) {
      throw new IllegalStateException(
          "the pin of partition "
              + partition
              + " cannot be used: "
              + e.getMessage()
              + ". If the log has a new key, trust the old one as well; if this is another wall,"
              + " give its deployer another place for pins",
          e);
    }
  }

  /** A record of {@code checkpoints}; one that nobody trusted signed is passed over. */
  void checkpoint(byte @Nullable [] value) {
    try {
      SignedNote note = SignedNote.parse(present(value));
      Checkpoint checkpoint = log.signed(note);
      requireOwn(checkpoint);
      cosigned.signed(checkpoint.size(), note);
      Checkpoint seen = log.seen().orElse(null);
      boolean rival =
          seen != null
              && seen.size() == checkpoint.size()
              && !seen.root().equals(checkpoint.root());
      if (live || rival) {
        show(note);
      } else {
        newest = note;
      }
    } catch (FormatException | UntrustedException e) {
      trouble = "a checkpoint is passed over: " + e.getMessage();
    }
  }

  /** Whether a checkpoint has come that a trusted key signed. */
  boolean seesTrusted() {
    return newest != null || !shown.isEmpty();
  }

  /** What comes from now on was not there at the start: of that, the newest alone counts. */
  void goLive() {
    live = true;
    SignedNote note = newest;
    newest = null;
    if (note != null) {
      show(note);
    }
  }

  private void show(SignedNote note) {
    if (shown.size() >= SHOWN_MAX) {
      shown.removeLast();
    }
    shown.addLast(note);
  }

  /** A record of {@code cosignatures}. */
  void cosignature(byte @Nullable [] value) {
    try {
      cosigned.cosigned(SignedNote.parse(present(value)));
    } catch (FormatException | UntrustedException e) {
      trouble = "a cosignature is passed over: " + e.getMessage();
    }
  }

  /** Moves the pin on to what was shown, as far as the tiles reach. */
  void settle(TileSource tiles) {
    try {
      if (unkept != null) {
        keep(unkept);
      }
      while (doubt == null && !shown.isEmpty()) {
        SignedNote note = shown.peekFirst();
        if (log.advance(note, tiles)) {
          keep(note);
        }
        shown.pollFirst();
      }
      if (doubt == null) {
        use(tiles);
      }
    } catch (MissingTileException e) {
      trouble = "the tiles do not reach to the checkpoint yet: " + e.getMessage();
    } catch (ForkedException e) {
      doubt = forked(e);
    } catch (UntrustedException e) {
      doubt = new UntrustedLedgerException(Check.TILES, String.valueOf(e.getMessage()), null);
    } catch (FormatException e) {
      throw new IllegalStateException("what was verified does not parse", e);
    }
  }

  private void keep(SignedNote note) {
    unkept = note;
    try {
      pins.keep(partition, note);
    } catch (IOException e) {
      throw new UncheckedIOException("the pin of partition " + partition + " cannot be kept", e);
    }
    unkept = null;
  }

  private void use(TileSource tiles) throws FormatException, UntrustedException, ForkedException {
    Optional<SignedNote> best = cosigned.best(usableSize, log, tiles);
    if (best.isPresent()) {
      usable = best.get();
      usableSize = Checkpoint.parse(best.get().text()).size();
    } else if (log.seen().map(Checkpoint::size).orElse(0L) > usableSize) {
      trouble = "the quorum of witnesses has not cosigned the newest checkpoint";
    }
  }

  private UntrustedLedgerException forked(ForkedException e) {
    Check check =
        switch (e.kind()) {
          case FORK -> Check.FORK;
          case SHRINK -> Check.ROLLBACK;
          case UNPROVEN -> Check.INCONSISTENT;
        };
    try {
      return new UntrustedLedgerException(
          check,
          String.valueOf(e.getMessage()),
          pins.keepEvidence(e, clock.instant().toString()).orElse(null));
    } catch (IOException notKept) {
      return new UntrustedLedgerException(
          check, e.getMessage() + "; the evidence cannot be kept: " + notKept.getMessage(), null);
    }
  }

  /**
   * Returns when nothing is known against the chain.
   *
   * @throws UntrustedLedgerException for ever, once something is
   */
  void requireSound() {
    if (doubt != null) {
      throw doubt;
    }
  }

  /**
   * The receipt of a decision whose entry is {@code entry}, once it is under a checkpoint.
   *
   * @throws UntrustedLedgerException if the entry is another decision's, or not in the tree
   */
  Optional<Receipt> receipt(Admitted one, LedgerEntry entry, TileSource tiles) {
    requireSound();
    if (!one.isIn(entry)) {
      throw new UntrustedLedgerException(
          Check.OTHER_DECISION,
          "entry "
              + entry.seq()
              + " of partition "
              + partition
              + " has decision number "
              + one.decision().decisionSeq()
              + ", and other bytes than what was admitted as "
              + one.name(),
          null);
    }
    SignedNote note = usable;
    if (note == null || entry.seq() >= usableSize) {
      return Optional.empty();
    }
    try {
      return Optional.of(Receipt.of(entry, note, tiles, true));
    } catch (MissingTileException e) {
      trouble = "a tile is missing: " + e.getMessage();
      return Optional.empty();
    } catch (UntrustedException | FormatException e) {
      throw new UntrustedLedgerException(
          Check.NOT_IN_TREE, one.name() + ": " + e.getMessage(), null);
    }
  }

  /** Why {@code entry} has no receipt yet. */
  String why(@Nullable LedgerEntry entry) {
    if (entry == null) {
      return "its entry is not in the ledger";
    }
    return "its entry is number "
        + entry.seq()
        + ", a usable checkpoint covers those before "
        + usableSize
        + "; "
        + trouble;
  }

  private void requireOwn(Checkpoint checkpoint) throws UntrustedException {
    String origin = checkpoint.origin();
    if (!origin.endsWith("/" + partition)) {
      throw new UntrustedException("it is of " + origin + ", not of chain " + partition);
    }
    String known = log.seen().map(Checkpoint::origin).orElse(origin);
    if (!known.equals(origin)) {
      throw new UntrustedException("it is of " + origin + ", not of " + known);
    }
  }

  private static byte[] present(byte @Nullable [] value) throws FormatException {
    if (value == null) {
      throw new FormatException("the record is empty");
    }
    return value;
  }
}
