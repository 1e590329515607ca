package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody has who looks for tampering: a column of the table in docs/limitations.md. */
enum Layer {
  /** Entries and head, all from where the attacker was. */
  CHAIN("chain only") {
    @Override
    boolean detects(StoredLog stored, Checkpoint seen) {
      return !examined(stored, new Trust(List.of(), true, null), false);
    }
  },
  /** The chain, signed checkpoints and tiles, and the log's key. */
  CHECKPOINT("checkpoint") {
    @Override
    boolean detects(StoredLog stored, Checkpoint seen) {
      return !examined(stored, new Trust(KEYS, false, null), true) || !tilesAreThoseOf(stored);
    }
  },
  /** That, a policy with a witness, and the witness itself, which remembers what it cosigned. */
  WITNESS("witness") {
    @Override
    boolean detects(StoredLog stored, Checkpoint seen) {
      return CHECKPOINT.detects(stored, seen)
          || !examined(stored, new Trust(KEYS, false, POLICY), true)
          || !continues(COSIGNED, stored);
    }
  },
  /** Chain and checkpoint, and the last checkpoint that this deployer saw. */
  PIN("deployer pin") {
    @Override
    boolean detects(StoredLog stored, Checkpoint seen) {
      return CHECKPOINT.detects(stored, seen) || !continues(seen, stored);
    }
  };

  /** The size of the tree that witness and deployer saw last. */
  static final int SEEN = 256;

  private static final GoldenLog LOG = GoldenLog.of("");
  private static final Checkpoint COSIGNED = checkpoint(LOG);
  private static final List<VerifierKey> KEYS = List.of(GoldenLog.LOG.verifier());
  private static final TrustPolicy POLICY = policy();

  private final String column;

  Layer(String column) {
    this.column = column;
  }

  /** Its heading in the table. */
  String column() {
    return column;
  }

  /** Whether it finds something wrong; {@code seen} is what a deployer saw before. */
  abstract boolean detects(StoredLog stored, Checkpoint seen);

  static Checkpoint checkpoint(GoldenLog log) {
    return new Checkpoint(GoldenLog.ORIGIN, SEEN, log.tree(SEEN).root());
  }

  private static TrustPolicy policy() {
    try {
      return PolicyFile.parse(LOG.policy());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean examined(StoredLog stored, Trust trust, boolean signed) {
    var exam = new ChainExam(GoldenLog.ORIGIN, trust);
    exam.head(stored.head());
    for (byte[] note : signed ? stored.checkpoints() : List.<byte[]>of()) {
      try {
        exam.checkpoint(SignedNote.parse(note));
      } catch (FormatException e) {
        exam.unreadableCheckpoint(String.valueOf(e.getMessage()));
      }
    }
    for (byte[] note : trust.policy() == null ? List.<byte[]>of() : stored.cosignatures()) {
      try {
        exam.cosignature(SignedNote.parse(note));
      } catch (FormatException e) {
        exam.unreadableCosignature(String.valueOf(e.getMessage()));
      }
    }
    for (byte @Nullable [] entry : stored.entries()) {
      if (entry == null) {
        exam.unreadableEntry("it was deleted");
      } else {
        exam.entry(entry);
      }
    }
    return exam.end().isValid();
  }

  /**
   * Whether the stored tiles are, as far as they reach, those of the stored entries, in which
   * nothing else is wrong.
   */
  private static boolean tilesAreThoseOf(StoredLog stored) {
    Map<TileId, byte[]> rebuilt = rebuilt(stored.entries());
    return stored.tiles().entrySet().stream()
        .allMatch(
            tile -> {
              byte[] should = rebuilt.get(tile.getKey());
              return should != null
                  && tile.getValue().length <= should.length
                  && Arrays.equals(tile.getValue(), Arrays.copyOf(should, tile.getValue().length));
            });
  }

  private static Map<TileId, byte[]> rebuilt(List<byte[]> entries) {
    var rebuilt = new HashMap<TileId, byte[]>();
    var tree = new TiledTree();
    for (byte[] entry : entries) {
      tree.append(MerkleHash.leaf(Bytes.copyOf(entry)), (id, tile) -> put(rebuilt, id, tile));
    }
    tree.partial((id, tile) -> put(rebuilt, id, tile));
    return rebuilt;
  }

  private static void put(Map<TileId, byte[]> to, TileId id, Tile tile) {
    to.put(id, tile.bytes().toArray());
  }

  /**
   * Whether the newest checkpoint is signed and goes on from {@code before}, proven by the tiles.
   */
  private static boolean continues(Checkpoint before, StoredLog stored) {
    try {
      Checkpoint now =
          TrustPolicy.of(List.of(GoldenLog.LOG.named(GoldenLog.ORIGIN).verifier()))
              .verified(stored.newest());
      if (now.size() < before.size()) {
        return false;
      }
      ConsistencyProof proof =
          GoldenLog.proofs(stored.readableTiles(), (int) now.size())
              .consistency(before.size(), now.size());
      return proof.proves(before.root(), now.root());
    } catch (FormatException | UntrustedException | MissingTileException e) {
      return false;
    }
  }
}
