package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree that only grows, kept as the roots of its complete subtrees: as many hashes as its size
 * has one-bits, whatever the size.
 *
 * <pre>
 * size 7 = 4 + 2 + 1          o
 *                         o       o       .
 *                        o o     o o     o
 *                        ^         ^     ^    the three hashes that are kept, largest first
 * </pre>
 */
public final class CompactRange {
  private final List<Hash> subtrees;
  private long size;

  /** The empty tree. */
  public CompactRange() {
    this(0, List.of());
  }

  /**
   * The tree of {@code size} entries with these complete subtrees, largest first.
   *
   * @throws IllegalArgumentException if there are more or fewer of them than such a tree has
   */
  public CompactRange(long size, List<Hash> subtrees) {
    if (size < 0 || subtrees.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of " + size + " entries does not have " + subtrees.size() + " complete subtrees");
    }
    this.size = size;
    this.subtrees = new ArrayList<>(subtrees);
  }

  /** Adds an entry, by its leaf hash. Amortized, two hashes are computed. */
  public void append(Hash leaf) {
    Hash grown = leaf;
    for (long full = size; (full & 1) == 1; full >>>= 1) {
      grown = MerkleHash.node(subtrees.remove(subtrees.size() - 1), grown);
    }
    subtrees.add(grown);
    size++;
  }

  /** How many entries it has. */
  public long size() {
    return size;
  }

  /** The roots of its complete subtrees, largest first. */
  public List<Hash> subtrees() {
    return List.copyOf(subtrees);
  }

  /** The root of the whole tree. */
  public Hash root() {
    Hash root = folded(subtrees, null);
    return root == null ? MerkleHash.EMPTY : root;
  }

  /** The root over complete subtrees, largest first, with {@code right} behind them. */
  static @Nullable Hash folded(List<Hash> subtrees, @Nullable Hash right) {
    Hash root = right;
    for (int i = subtrees.size() - 1; i >= 0; i--) {
      root = root == null ? subtrees.get(i) : MerkleHash.node(subtrees.get(i), root);
    }
    return root;
  }
}
