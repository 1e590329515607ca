package io.floodwall.tlog;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Proofs;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileNodes;
import io.floodwall.core.tree.TileSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Builds consistency proofs out of a few tiles: first it finds which, then it has them fetched. */
public final class TileProofs {
  private static final Tile BLANK = Tile.of(new byte[TileId.WIDTH * Hash.BYTES]);

  private TileProofs() {}

  /** Where tiles come from. */
  @FunctionalInterface
  public interface Shelf {
    /** Those of {@code wanted} that are there. */
    Map<TileId, Tile> fetch(Set<TileId> wanted);
  }

  /**
   * That {@code checkpoint} continues the first {@code from} entries of the tree that the tiles are
   * of, which leads to the checkpoint's own root.
   *
   * @throws MissingTileException if a tile is not there, or not yet wide enough
   * @throws UntrustedException if the tiles are not those of the checkpoint
   */
  public static ConsistencyProof prove(long from, Checkpoint checkpoint, Shelf shelf)
      throws UntrustedException {
    Map<TileId, Tile> tiles = shelf.fetch(needed(from, checkpoint.size()));
    return prove(
        from,
        checkpoint,
        (id, width) -> {
          Tile tile = tiles.get(id);
          if (tile == null || tile.width() < width) {
            throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
          }
          return tile;
        });
  }

  /** The same, where each tile is looked up when it is needed. */
  public static ConsistencyProof prove(long from, Checkpoint checkpoint, TileSource tiles)
      throws UntrustedException {
    long size = checkpoint.size();
    var proofs = new Proofs(new TileNodes(tiles, size));
    if (!proofs.root(size).equals(checkpoint.root())) {
      throw new UntrustedException(
          "the tiles of " + checkpoint.origin() + " do not lead to its checkpoint at " + size);
    }
    return proofs.consistency(from, size);
  }

  private static Set<TileId> needed(long from, long size) {
    var needed = new LinkedHashMap<TileId, Integer>();
    var proofs =
        new Proofs(
            new TileNodes(
                (id, width) -> {
                  needed.put(id, width);
                  return BLANK;
                },
                size));
    proofs.root(size);
    proofs.consistency(from, size);
    return needed.keySet();
  }
}
