package io.floodwall.core.tree;

/**
 * The place of a tile: 256 neighbouring hashes of one level of the tree (C2SP {@code tlog-tiles}).
 *
 * <pre>
 * level 1   [ hashes of 256 entries each ]                tile 1/0
 * level 0   [ 256 leaf hashes ][ 256 leaf hashes ][ ...   tiles 0/0, 0/1, ...
 * </pre>
 *
 * @param level 0 for leaf hashes; a hash of level n stands for 256^n entries
 * @param index the tile's number in its level, from 0
 */
public record TileId(int level, long index) {
  /** How many hashes a full tile has. */
  public static final int WIDTH = 256;

  /** How many levels of the tree one level of tiles spans. */
  public static final int HEIGHT = 8;

  /** The highest level a tree of 2^63 entries could have. */
  public static final int LEVEL_MAX = 7;

  public TileId {
    if (level < 0 || level > LEVEL_MAX || index < 0) {
      throw new IllegalArgumentException("there is no tile " + level + "/" + index);
    }
  }

  /** How many hashes the tile has in a tree of {@code size} entries: 0 to 256. */
  public int width(long size) {
    long hashes = size >>> (level * HEIGHT);
    long before = index << HEIGHT;
    return (int) Math.max(0, Math.min(WIDTH, hashes - before));
  }

  /**
   * The path of the tile, at this width, below a log's prefix: {@code tile/0/x001/234} or {@code
   * tile/0/000.p/17}.
   */
  public String path(int width) {
    String digits = String.format("%03d", index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      digits = "x" + String.format("%03d", rest % 1000) + "/" + digits;
    }
    return "tile/" + level + "/" + digits + (width == WIDTH ? "" : ".p/" + width);
  }

  /** The level and the number, as in {@code 0/17}: the end of a record's key. */
  @Override
  public String toString() {
    return level + "/" + index;
  }
}
