package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds roots and proofs from complete subtrees, as RFC 9162 defines them: by cutting a tree at
 * the largest power of two below its size.
 */
public final class Proofs {
  private final TreeNodes nodes;

  /** Proofs about the tree with these nodes. */
  public Proofs(TreeNodes nodes) {
    this.nodes = nodes;
  }

  /** The root of the first {@code size} entries. */
  public Hash root(long size) {
    return size == 0 ? MerkleHash.EMPTY : root(0, size);
  }

  /** That the entry at {@code index} is in the tree of the first {@code size}. */
  public InclusionProof inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("entry " + index + " is not in a tree of " + size);
    }
    var path = new ArrayList<Hash>(InclusionProof.length(index, size));
    include(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  /** That the tree of the first {@code second} entries begins with that of {@code first}. */
  public ConsistencyProof consistency(long first, long second) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("a tree of " + second + " has no part of " + first);
    }
    var path = new ArrayList<Hash>();
    if (first > 0) {
      reach(first, 0, second, true, path);
    }
    return new ConsistencyProof(first, second, path);
  }

  private Hash root(long from, long to) {
    long size = to - from;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return nodes.node(level, from >>> level);
    }
    long cut = from + cut(size);
    return MerkleHash.node(root(from, cut), root(cut, to));
  }

  private void include(long index, long from, long to, List<Hash> path) {
    if (to - from == 1) {
      return;
    }
    long cut = from + cut(to - from);
    if (index < cut) {
      include(index, from, cut, path);
      path.add(root(cut, to));
    } else {
      include(index, cut, to, path);
      path.add(root(from, cut));
    }
  }

  /** RFC 9162's SUBPROOF: {@code known} while the part's root is the earlier tree's own. */
  private void reach(long first, long from, long to, boolean known, List<Hash> path) {
    if (first == to) {
      if (!known) {
        path.add(root(from, to));
      }
      return;
    }
    long cut = from + cut(to - from);
    if (first <= cut) {
      reach(first, from, cut, known, path);
      path.add(root(cut, to));
    } else {
      reach(first, cut, to, false, path);
      path.add(root(from, cut));
    }
  }

  /** The largest power of two below {@code size}, which is at least 2. */
  private static long cut(long size) {
    return Long.highestOneBit(size - 1);
  }
}
