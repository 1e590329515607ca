package io.floodwall.app.hammer;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileSource;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a client has seen of one chain: leaves, tiles, and the checkpoints that both reach. */
final class MirroredChain implements TileSource {
  private final List<Hash> leaves = new ArrayList<>();
  private final Map<TileId, Tile> tiles = new ConcurrentHashMap<>();
  private final List<Signed> early = new ArrayList<>();
  private final List<Signed> usable = new ArrayList<>();

  /** A checkpoint, read and not yet believed. */
  record Signed(SignedNote note, Checkpoint checkpoint) {}

  synchronized void leaf(Hash leaf) {
    leaves.add(leaf);
  }

  void tile(TileId id, Tile tile) {
    tiles.merge(id, tile, (old, fresh) -> fresh.width() >= old.width() ? fresh : old);
  }

  synchronized void checkpoint(Signed signed) {
    early.add(signed);
  }

  /** Topics come at their own pace: the checkpoints that everything else has caught up with. */
  synchronized List<Signed> caughtUp() {
    var fresh = new ArrayList<Signed>();
    while (!early.isEmpty() && isThere(early.get(0).checkpoint().size())) {
      fresh.add(early.remove(0));
    }
    usable.addAll(fresh);
    return fresh;
  }

  private boolean isThere(long size) {
    if (leaves.size() < size) {
      return false;
    }
    for (int level = 0; level < TileId.LEVEL_MAX; level++) {
      long hashes = size >>> (level * TileId.HEIGHT);
      if (hashes > 0) {
        var last = new TileId(level, (hashes - 1) >>> TileId.HEIGHT);
        Tile tile = tiles.get(last);
        if (tile == null || tile.width() < last.width(size)) {
          return false;
        }
      }
    }
    return true;
  }

  synchronized int checkpoints() {
    return usable.size();
  }

  synchronized @Nullable Signed checkpoint(int index) {
    return index < usable.size() ? usable.get(index) : null;
  }

  synchronized Hash leaf(long index) {
    return leaves.get((int) index);
  }

  @Override
  public Tile tile(TileId id, int width) {
    Tile tile = tiles.get(id);
    if (tile == null || tile.width() < width) {
      throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
    }
    return tile;
  }
}
