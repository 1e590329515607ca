package io.floodwall.tlog;

import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chain and its tree as they lie on topics, where somebody with a hand on the disks can change
 * them: an entry is null where it was deleted.
 */
record StoredLog(
    List<byte[]> entries,
    Chain.Head head,
    Map<TileId, byte[]> tiles,
    List<byte[]> checkpoints,
    List<byte[]> cosignatures) {

  /** What an honest log of {@code size} entries leaves, signed and cosigned at these sizes. */
  static StoredLog of(GoldenLog log, int size, List<Integer> signed, List<Integer> cosigned) {
    List<LedgerEntry> entries = log.entries().subList(0, size);
    var tiles = new LinkedHashMap<TileId, byte[]>();
    for (var tile : log.tiles(signed.get(signed.size() - 1)).entrySet()) {
      tiles.put(tile.getKey(), tile.getValue().bytes().toArray());
    }
    return new StoredLog(
        hashed(entries),
        headOf(entries),
        tiles,
        signed.stream().map(at -> GoldenLog.bytes(log.checkpoint(at))).toList(),
        cosigned.stream().map(at -> GoldenLog.bytes(log.cosignature(at))).toList());
  }

  static List<byte[]> hashed(List<LedgerEntry> entries) {
    return entries.stream().map(entry -> Chain.hashed(entry).toArray()).toList();
  }

  static Chain.Head headOf(List<LedgerEntry> entries) {
    LedgerEntry last = entries.get(entries.size() - 1);
    return new Chain.Head(last.seq() + 1, last.digest());
  }

  /** Other entries, and the head as it was. */
  StoredLog with(List<byte[]> others) {
    return new StoredLog(others, head, tiles, checkpoints, cosignatures);
  }

  /** Other entries and the head that they lead to. */
  StoredLog rewritten(List<LedgerEntry> others) {
    return new StoredLog(hashed(others), headOf(others), tiles, checkpoints, cosignatures);
  }

  StoredLog withTile(TileId id, byte[] bytes) {
    var others = new LinkedHashMap<>(tiles);
    others.put(id, bytes);
    return new StoredLog(entries, head, others, checkpoints, cosignatures);
  }

  StoredLog withCheckpoints(List<byte[]> others) {
    return new StoredLog(entries, head, tiles, others, cosignatures);
  }

  StoredLog withCosignatures(List<byte[]> others) {
    return new StoredLog(entries, head, tiles, checkpoints, others);
  }

  /** The same list with one element replaced. */
  static List<byte[]> replaced(List<byte[]> list, int at, byte[] by) {
    var copy = new ArrayList<>(list);
    copy.set(at, by);
    return copy;
  }

  /** The tiles as code reads them. */
  Map<TileId, Tile> readableTiles() {
    var readable = new LinkedHashMap<TileId, Tile>();
    tiles.forEach((id, bytes) -> readable.put(id, Tile.of(bytes)));
    return readable;
  }

  /** The checkpoint that was written last. */
  SignedNote newest() throws FormatException {
    if (checkpoints.isEmpty()) {
      throw new FormatException("there is no checkpoint");
    }
    return SignedNote.parse(checkpoints.get(checkpoints.size() - 1));
  }
}
