package io.floodwall.core.tree;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One tree grown in every way there is, entry by entry: entry i is the eight bytes of i. */
final class Grove implements TileSource {
  final List<Hash> leaves = new ArrayList<>();
  final CompactRange range = new CompactRange();
  final TiledTree tiled = new TiledTree();
  final Map<TileId, Tile> full = new HashMap<>();

  static Grove of(int size) {
    var grove = new Grove();
    for (int i = 0; i < size; i++) {
      grove.grow();
    }
    return grove;
  }

  void grow() {
    Hash leaf = leaf(leaves.size());
    leaves.add(leaf);
    range.append(leaf);
    tiled.append(leaf, full::put);
  }

  static Hash leaf(long index) {
    return MerkleHash.leaf(Bytes.copyOf(ByteBuffer.allocate(8).putLong(index).array()));
  }

  NaiveTree naive(int size) {
    return new NaiveTree(leaves.subList(0, size));
  }

  Proofs proofs(long size) {
    return new Proofs(new TileNodes(this, size));
  }

  @Override
  public Tile tile(TileId id, int width) {
    var last = new HashMap<>(full);
    tiled.partial(last::put);
    Tile tile = last.get(id);
    if (tile == null || tile.width() < width) {
      throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
    }
    return tile;
  }
}
