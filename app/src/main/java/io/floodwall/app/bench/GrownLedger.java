package io.floodwall.app.bench;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;

/**
 * A ledger with so many entries of 512 bytes; a step is the next one, linked to the chain and added
 * to the tree. What is kept of it are the tiles' bytes, which are counted and not kept.
 */
final class GrownLedger implements Grown {
  private static final Hash SCHEMA = Hash.sha256(new byte[] {1});
  private static final Bytes PAYLOAD = Bytes.copyOf(new byte[512]);

  private final int entries;
  private final int steps;
  private final TiledTree tree = new TiledTree();
  private Chain.Head head = Chain.genesis("bench/0");
  private long tileBytes;

  GrownLedger(int entries, int steps) {
    this.entries = entries;
    this.steps = steps;
    while (head.size() < entries) {
      append();
    }
  }

  private void append() {
    LedgerEntry entry = head.next(EntryKind.VERDICT, SCHEMA, PAYLOAD);
    tree.append(Chain.leaf(entry), this::filled);
    head = head.after(entry);
  }

  private void filled(TileId at, Tile tile) {
    tileBytes += (long) tile.width() * Hash.BYTES;
  }

  @Override
  public long size() {
    return entries;
  }

  @Override
  public double stepNanos() {
    long start = Machine.threadCpuNanos();
    for (int i = 0; i < steps; i++) {
      append();
    }
    return (double) (Machine.threadCpuNanos() - start) / steps;
  }

  @Override
  public double bytesEach() {
    return (double) tileBytes / head.size();
  }

  @Override
  public long folded() {
    return head.digest().prefix() ^ tree.root().prefix();
  }
}
