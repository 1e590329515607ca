package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.List;

/**
 * Shows that a tree is an earlier one with entries added behind, and none changed (RFC 9162,
 * section 2.1.4).
 *
 * @param first how many entries the earlier tree has
 * @param second how many the later one has
 */
public record ConsistencyProof(long first, long second, List<Hash> path) {

  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Whether the tree of {@code second} entries with {@code secondRoot} begins with the tree of
   * {@code first} entries with {@code firstRoot}. Every tree begins with the empty one. A proof
   * whose numbers or length cannot be right is refused before anything is hashed.
   */
  public boolean proves(Hash firstRoot, Hash secondRoot) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == 0 || first == second) {
      Hash known = first == 0 ? MerkleHash.EMPTY : secondRoot;
      boolean bothEmpty = second > 0 || secondRoot.equals(MerkleHash.EMPTY);
      return path.isEmpty() && firstRoot.equals(known) && bothEmpty;
    }
    return path.size() == length(first, second) && leadsToBoth(firstRoot, secondRoot);
  }

  /** How many hashes such a proof has, for {@code 0 < first < second}. */
  public static int length(long first, long second) {
    int complete = Long.numberOfTrailingZeros(first);
    int seed = isComplete(first) ? 0 : 1;
    return seed + InclusionProof.length(first - 1, second) - complete;
  }

  /**
   * Goes up from the earlier tree's last complete subtree, along the way of its last entry: hashes
   * on the left belong to both trees, those on the right to the later one alone.
   */
  private boolean leadsToBoth(Hash firstRoot, Hash secondRoot) {
    int complete = Long.numberOfTrailingZeros(first);
    long way = (first - 1) >>> complete;
    int inner = InclusionProof.inner(first - 1, second) - complete;
    List<Hash> beside = isComplete(first) ? path : path.subList(1, path.size());
    Hash earlier = isComplete(first) ? firstRoot : path.get(0);
    Hash later = earlier;
    for (int level = 0; level < beside.size(); level++) {
      Hash hash = beside.get(level);
      if (level < inner && ((way >>> level) & 1) == 0) {
        later = MerkleHash.node(later, hash);
      } else {
        earlier = MerkleHash.node(hash, earlier);
        later = MerkleHash.node(hash, later);
      }
    }
    return earlier.equals(firstRoot) && later.equals(secondRoot);
  }

  private static boolean isComplete(long size) {
    return Long.bitCount(size) == 1;
  }
}
