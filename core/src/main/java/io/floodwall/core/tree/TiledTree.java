package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree that only grows, kept as the last tile of every level: what is needed to write its tiles
 * as they fill, and its root at any moment.
 */
public final class TiledTree {
  private final List<Edge> edges = new ArrayList<>();
  private long size;

  /** The last tile of a level, not yet full. */
  private static final class Edge {
    private final byte[] hashes = new byte[TileId.WIDTH * Hash.BYTES];
    private int width;

    void add(Hash hash) {
      hash.copyTo(hashes, width++ * Hash.BYTES);
    }

    Tile tile() {
      return Tile.of(Arrays.copyOf(hashes, width * Hash.BYTES));
    }
  }

  /** The empty tree. */
  public TiledTree() {}

  /**
   * The tree of {@code size} entries whose last tiles are looked up in {@code tiles}; a tile found
   * may be wider than it was then.
   */
  public static TiledTree restored(long size, TileSource tiles) {
    var tree = new TiledTree();
    tree.size = size;
    for (int level = 0; level < TileId.LEVEL_MAX && size >>> (level * TileId.HEIGHT) > 0; level++) {
      long last = size >>> ((level + 1) * TileId.HEIGHT);
      var id = new TileId(level, last);
      Edge edge = tree.edge(level);
      int width = id.width(size);
      if (width > 0) {
        Tile tile = tiles.tile(id, width);
        for (int place = 0; place < width; place++) {
          edge.add(tile.hash(place));
        }
      }
    }
    return tree;
  }

  /** How many entries it has. */
  public long size() {
    return size;
  }

  /** What an entry adds to a tree. */
  @FunctionalInterface
  public interface Growth {
    /** A tile is full: nothing will be added to it any more. */
    void filled(TileId id, Tile tile);

    /** A hash came to the last tile of a level, at this place of it. */
    default void added(int level, int place, Hash hash) {}
  }

  /** Adds an entry, by its leaf hash. */
  public void append(Hash leaf, Growth growth) {
    Hash grown = leaf;
    int level = 0;
    long index = size++;
    while (true) {
      Edge edge = edge(level);
      growth.added(level, edge.width, grown);
      edge.add(grown);
      index >>>= TileId.HEIGHT;
      if (edge.width < TileId.WIDTH) {
        return;
      }
      Tile tile = edge.tile();
      growth.filled(new TileId(level, index), tile);
      edge.width = 0;
      grown = tile.root();
      level++;
    }
  }

  /**
   * Gives {@code to} the last tile of each level, where that is not empty: what is not yet full.
   */
  public void partial(BiConsumer<TileId, Tile> to) {
    for (int level = 0; level < edges.size(); level++) {
      Edge edge = edges.get(level);
      if (edge.width > 0) {
        to.accept(new TileId(level, size >>> ((level + 1) * TileId.HEIGHT)), edge.tile());
      }
    }
  }

  /** The root of the whole tree. */
  public Hash root() {
    Hash root = null;
    for (Edge edge : edges) {
      root = edge.width == 0 ? root : folded(edge, root);
    }
    return root == null ? MerkleHash.EMPTY : root;
  }

  private static @Nullable Hash folded(Edge edge, @Nullable Hash right) {
    return CompactRange.folded(edge.tile().subtrees(edge.width), right);
  }

  private Edge edge(int level) {
    while (edges.size() <= level) {
      edges.add(new Edge());
    }
    return edges.get(level);
  }
}
