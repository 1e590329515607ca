package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far a partition's entries were read back, and the last tile of each level of their tree.
 *
 * <pre>
 * key  [ 0 : 1 ]                          row  [ version 1 : 1 ][ size : 8 ][ digest : 32 ][ signed : 8 ][ origin, UTF-8 ]
 * key  [ 1 : 1 ][ level : 1 ][ part : 1 ] row  1 to 16 hashes of the level's last tile, part after part
 * </pre>
 *
 * Parts are written over when the next tile begins; the size says how many hashes of them count.
 */
final class SealRows {
  static final String STORE = "sealed";

  private static final byte[] POSITION = {0};
  private static final byte PART = 1;
  private static final byte VERSION = 1;
  private static final int PART_HASHES = 16;
  private static final int FIXED_BYTES = 1 + Long.BYTES + Hash.BYTES + Long.BYTES;

  private final KeyValueStore<byte[], byte[]> store;
  private final String origin;
  private final byte[] originBytes;
  private final List<byte[]> parts = new ArrayList<>();
  private final TiledTree tree;
  private final int[] unwritten = new int[TileId.LEVEL_MAX]; // place + 1 of the last hash, or 0
  private Chain.Head head;
  private long signed;
  private boolean isMoved; // since the last commit

  /** The rows of {@code origin}'s tree, where it was left or empty. */
  SealRows(KeyValueStore<byte[], byte[]> store, String origin) {
    this.store = store;
    this.origin = origin;
    this.originBytes = origin.getBytes(StandardCharsets.UTF_8);
    this.head = Chain.genesis(origin);
    byte[] row = store.get(POSITION);
    if (row != null) {
      restore(row);
    }
    this.tree = TiledTree.restored(head.size(), this::tile);
    for (int level = 0; level < TileId.LEVEL_MAX; level++) {
      int width =
          new TileId(level, head.size() >>> (TileId.HEIGHT * (level + 1))).width(head.size());
      byte[] last = width == 0 ? null : store.get(key(level, (width - 1) / PART_HASHES));
      parts.add(Arrays.copyOf(last == null ? new byte[0] : last, PART_HASHES * Hash.BYTES));
    }
  }

  /** The tree; it grows through {@link #grow} alone. */
  TiledTree tree() {
    return tree;
  }

  /** Where the entries read back lead to. */
  Chain.Head head() {
    return head;
  }

  /** The size of the last tree that was signed; 0 for none. */
  long signed() {
    return signed;
  }

  /** Adds the next entry, that leads to {@code next}; {@code filled} takes the tiles it fills. */
  void grow(Hash leaf, Chain.Head next, TiledTree.Growth filled) {
    tree.append(
        leaf,
        new TiledTree.Growth() {
          @Override
          public void added(int level, int place, Hash hash) {
            put(level, place, hash);
          }

          @Override
          public void filled(TileId id, Tile tile) {
            filled.filled(id, tile);
          }
        });
    head = next;
    isMoved = true;
  }

  /** Notes that the tree as it is was signed. */
  void sign() {
    signed = head.size();
    isMoved = true;
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    for (int level = 0; level < TileId.LEVEL_MAX; level++) {
      if (unwritten[level] > 0) {
        write(level, unwritten[level] - 1);
      }
    }
    if (isMoved) {
      store.put(POSITION, position());
      isMoved = false;
    }
  }

  /** Puts the part of a level's last tile that ends at {@code place}. */
  private void write(int level, int place) {
    int hashes = place % PART_HASHES + 1;
    store.put(
        key(level, place / PART_HASHES), Arrays.copyOf(parts.get(level), hashes * Hash.BYTES));
    unwritten[level] = 0;
  }

  private void put(int level, int place, Hash hash) {
    byte[] part = parts.get(level);
    int within = place % PART_HASHES;
    hash.copyTo(part, within * Hash.BYTES);
    unwritten[level] = place + 1;
    if (within == PART_HASHES - 1) {
      write(level, place); // the next hash begins another part
    }
  }

  private Tile tile(TileId id, int width) {
    var hashes = ByteBuffer.allocate(width * Hash.BYTES);
    for (int part = 0; hashes.hasRemaining(); part++) {
      byte[] row = store.get(key(id.level(), part));
      if (row == null) {
        throw broken("part " + part + " of its tile " + id + " is missing");
      }
      hashes.put(row, 0, Math.min(row.length, hashes.remaining()));
    }
    return Tile.of(hashes.array());
  }

  private byte[] position() {
    var out = ByteBuffer.allocate(FIXED_BYTES + originBytes.length);
    out.put(VERSION).putLong(head.size());
    head.digest().writeTo(out);
    return out.putLong(signed).put(originBytes).array();
  }

  private void restore(byte[] row) {
    var in = ByteBuffer.wrap(row);
    if (row.length < FIXED_BYTES || in.get() != VERSION) {
      throw broken("its position is not of version " + VERSION);
    }
    long size = in.getLong();
    var digest = new byte[Hash.BYTES];
    in.get(digest);
    signed = in.getLong();
    String of = StandardCharsets.UTF_8.decode(in).toString();
    if (!of.equals(origin)) {
      throw broken("it is that of " + of + ": was the ledger's name changed?");
    }
    head = new Chain.Head(size, Hash.of(digest));
  }

  private IllegalStateException broken(String problem) {
    return new IllegalStateException(
        "the state of the tree of " + origin + " is broken and nothing is signed: " + problem);
  }

  private static byte[] key(int level, int part) {
    return new byte[] {PART, (byte) level, (byte) part};
  }
}
