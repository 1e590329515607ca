package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.InclusionProof;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Proofs;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileNodes;
import io.floodwall.core.tree.TileSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link TlogProof} that a ledger entry is in its log, which says in {@code extra} what its leaf
 * is made from.
 *
 * <pre>
 * compact  extra = 00, the leaf's hash: for who has the entry, such as a deployer
 * full     extra = 01, the entry's hashed bytes: for who has nothing
 * </pre>
 */
public record Receipt(TlogProof proof) {
  private static final byte COMPACT = 0;
  private static final byte FULL = 1;

  /**
   * The receipt of an entry under a checkpoint.
   *
   * @param full whether it carries the entry itself
   * @throws MissingTileException if the tiles do not reach as far as the checkpoint
   * @throws UntrustedException if the tiles lead to another root than the checkpoint's
   */
  public static Receipt of(LedgerEntry entry, SignedNote note, TileSource tiles, boolean full)
      throws FormatException, UntrustedException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (entry.seq() >= checkpoint.size()) {
      throw new IllegalArgumentException("the checkpoint does not reach entry " + entry.seq());
    }
    InclusionProof inclusion =
        new Proofs(new TileNodes(tiles, checkpoint.size()))
            .inclusion(entry.seq(), checkpoint.size());
    Hash leaf = Chain.leaf(entry);
    if (!inclusion.proves(leaf, checkpoint.root())) {
      throw new UntrustedException(
          "entry " + entry.seq() + " and the tiles do not lead to the checkpoint's root");
    }
    Bytes extra =
        full ? tagged(FULL, Chain.hashed(entry).toArray()) : tagged(COMPACT, leaf.toBytes());
    return new Receipt(new TlogProof(extra, entry.seq(), inclusion.path(), note));
  }

  /** The receipt in these bytes. */
  public static Receipt parse(byte[] bytes) throws FormatException {
    var receipt = new Receipt(TlogProof.parse(bytes));
    receipt.leaf();
    return receipt;
  }

  /** The tiles that the receipt of entry {@code index} in a tree of {@code size} is made from. */
  public static Map<TileId, Integer> needs(long index, long size) {
    var needed = new LinkedHashMap<TileId, Integer>();
    Tile any = Tile.of(new byte[TileId.WIDTH * Hash.BYTES]);
    TileSource noting =
        (id, width) -> {
          needed.put(id, width);
          return any;
        };
    InclusionProof walked = new Proofs(new TileNodes(noting, size)).inclusion(index, size);
    return walked.path().isEmpty() ? Map.of() : needed;
  }

  /** Whether it carries the entry itself. */
  public boolean isFull() {
    return proof.extra().length() > 0 && proof.extra().asBuffer().get() == FULL;
  }

  /** The entry, where it carries it. */
  public Optional<LedgerEntry> entry() throws FormatException {
    if (!isFull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Chain.parse(rest().toArray()));
    } catch (IllegalArgumentException e) {
      throw new FormatException("extra is " + e.getMessage(), e);
    }
  }

  /** The leaf's hash. */
  public Hash leaf() throws FormatException {
    if (isFull()) {
      return MerkleHash.leaf(rest());
    }
    Bytes extra = proof.extra();
    if (extra.length() != 1 + Hash.BYTES || extra.asBuffer().get() != COMPACT) {
      throw new FormatException("extra is neither 00 and a leaf's hash nor 01 and an entry");
    }
    return Hash.of(rest().toArray());
  }

  /** Checks it; answers the checkpoint that the entry is under. */
  public Checkpoint verify(TrustPolicy policy) throws FormatException, UntrustedException {
    Optional<LedgerEntry> entry = entry();
    if (entry.isPresent() && entry.get().seq() != proof.index()) {
      throw new UntrustedException(
          "the receipt is of index " + proof.index() + ", its entry says " + entry.get().seq());
    }
    return proof.verify(leaf(), policy);
  }

  private Bytes rest() {
    return Bytes.copyOfTail(proof.extra().toArray(), 1);
  }

  private static Bytes tagged(byte tag, byte[] bytes) {
    byte[] tagged = new byte[1 + bytes.length];
    tagged[0] = tag;
    System.arraycopy(bytes, 0, tagged, 1, bytes.length);
    return Bytes.copyOf(tagged);
  }

  /** The text of its file. */
  @Override
  public String toString() {
    return proof.toString();
  }
}
