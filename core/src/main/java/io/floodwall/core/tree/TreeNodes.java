package io.floodwall.core.tree;

import io.floodwall.core.Hash;

/** Where the complete subtrees of a tree are looked up. */
@FunctionalInterface
public interface TreeNodes {
  /**
   * The root of the complete subtree over the 2^{@code level} entries from {@code index} times that
   * number on.
   */
  Hash node(int level, long index);
}
