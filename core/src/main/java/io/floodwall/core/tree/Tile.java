package io.floodwall.core.tree;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The first hashes of a tile, one after the other as {@code tlog-tiles} lays them out: 32 bytes
 * each, 1 to 256 of them.
 */
public final class Tile {
  private final byte[] hashes;

  /** Subtree roots computed so far, as a binary heap: the root at 1, its children at 2 and 3. */
  private final AtomicReferenceArray<@Nullable Hash> subtrees =
      new AtomicReferenceArray<>(TileId.WIDTH);

  private Tile(byte[] owned) {
    this.hashes = owned;
  }

  /**
   * A tile from its bytes.
   *
   * @throws IllegalArgumentException if that is not 1 to 256 whole hashes
   */
  public static Tile of(byte[] bytes) {
    if (bytes.length == 0
        || bytes.length % Hash.BYTES != 0
        || bytes.length > TileId.WIDTH * Hash.BYTES) {
      throw new IllegalArgumentException(
          "a tile has 1 to 256 hashes of 32 bytes, not " + bytes.length + " bytes");
    }
    return new Tile(bytes.clone());
  }

  /** How many hashes it has. */
  public int width() {
    return hashes.length / Hash.BYTES;
  }

  /** The hash at {@code place}, from 0. */
  public Hash hash(int place) {
    return Hash.ofSlice(hashes, place * Hash.BYTES);
  }

  /**
   * The root of the complete subtree over 2^{@code height} of its hashes, the {@code index}-th such
   * subtree.
   */
  public Hash subtree(int height, int index) {
    if (height == 0) {
      return hash(index);
    }
    int place = (1 << (TileId.HEIGHT - height)) + index;
    Hash known = subtrees.get(place);
    if (known == null) {
      known = MerkleHash.node(subtree(height - 1, 2 * index), subtree(height - 1, 2 * index + 1));
      subtrees.set(place, known);
    }
    return known;
  }

  /** The root of a full tile. */
  public Hash root() {
    return subtree(TileId.HEIGHT, 0);
  }

  /** The complete subtrees over its first {@code width} hashes, largest first. */
  List<Hash> subtrees(int width) {
    var subtrees = new ArrayList<Hash>(TileId.HEIGHT);
    int from = 0;
    for (int height = TileId.HEIGHT; height >= 0; height--) {
      int span = 1 << height;
      if ((width & span) != 0) {
        subtrees.add(subtree(height, from >>> height));
        from += span;
      }
    }
    return subtrees;
  }

  /** Its first {@code width} hashes. */
  public Tile first(int width) {
    return new Tile(Arrays.copyOf(hashes, width * Hash.BYTES));
  }

  /** Its bytes. */
  public Bytes bytes() {
    return Bytes.copyOf(hashes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tile that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return "tile of " + width() + " hashes";
  }
}
