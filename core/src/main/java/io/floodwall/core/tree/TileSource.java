package io.floodwall.core.tree;

/** Where tiles are looked up. */
@FunctionalInterface
public interface TileSource {
  /**
   * The tile, with at least {@code width} hashes.
   *
   * @throws MissingTileException if there is none so wide
   */
  Tile tile(TileId id, int width);
}
