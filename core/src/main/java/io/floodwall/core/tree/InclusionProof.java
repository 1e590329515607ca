package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.List;

/**
 * Shows that an entry stands at a place of a tree: the hashes beside the way from its leaf to the
 * root, from the leaf up (RFC 9162, section 2.1.3).
 *
 * @param index the entry's place, from 0
 * @param size how many entries the tree has
 */
public record InclusionProof(long index, long size, List<Hash> path) {

  public InclusionProof {
    path = List.copyOf(path);
  }

  /**
   * Whether the entry with this leaf hash is at the index of the tree with this root. A proof whose
   * numbers or length cannot be right is refused before anything is hashed.
   */
  public boolean proves(Hash leaf, Hash root) {
    if (index < 0 || index >= size || path.size() != length(index, size)) {
      return false;
    }
    int inner = inner(index, size);
    Hash hash = leaf;
    for (int level = 0; level < path.size(); level++) {
      Hash beside = path.get(level);
      boolean isLeft = level < inner && ((index >>> level) & 1) == 0;
      hash = isLeft ? MerkleHash.node(hash, beside) : MerkleHash.node(beside, hash);
    }
    return hash.equals(root);
  }

  /** How many hashes such a proof has; the index is in the tree. */
  public static int length(long index, long size) {
    int inner = inner(index, size);
    return inner + Long.bitCount(index >>> inner);
  }

  /**
   * Up to this level the way has a neighbour on either side; above it runs along the tree's right
   * edge, where neighbours are on the left only.
   */
  static int inner(long index, long size) {
    return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
  }
}
