package io.floodwall.core.tree;

import io.floodwall.core.Hash;

/** The nodes of a tree of a given size, out of its tiles. */
public final class TileNodes implements TreeNodes {
  private final TileSource tiles;
  private final long size;

  /** Nodes of the tree of {@code size} entries; tiles are asked for as wide as that makes them. */
  public TileNodes(TileSource tiles, long size) {
    this.tiles = tiles;
    this.size = size;
  }

  @Override
  public Hash node(int level, long index) {
    int height = level % TileId.HEIGHT;
    long first = index << height;
    var id = new TileId(level / TileId.HEIGHT, first >>> TileId.HEIGHT);
    int place = (int) (index & ((TileId.WIDTH >>> height) - 1));
    return tiles.tile(id, id.width(size)).subtree(height, place);
  }
}
