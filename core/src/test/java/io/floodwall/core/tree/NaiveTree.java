package io.floodwall.core.tree;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.List;

/** RFC 6962, section 2.1, word for word over a list of leaf hashes: the oracle. */
final class NaiveTree {
  private final List<Hash> leaves;

  NaiveTree(List<Hash> leaves) {
    this.leaves = leaves;
  }

  /** MTH(D[n]). */
  Hash root() {
    int n = leaves.size();
    if (n == 0) {
      return Hash.sha256(new byte[0]);
    }
    if (n == 1) {
      return leaves.get(0);
    }
    return Hash.sha256(new byte[] {1}, left().root().toBytes(), right().root().toBytes());
  }

  /** PATH(m, D[n]). */
  List<Hash> path(int m) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int k = cut();
    return m < k ? then(left().path(m), right().root()) : then(right().path(m - k), left().root());
  }

  /** PROOF(m, D[n]). */
  List<Hash> proof(int m) {
    return subproof(m, true);
  }

  private List<Hash> subproof(int m, boolean known) {
    if (m == leaves.size()) {
      return known ? List.of() : List.of(root());
    }
    int k = cut();
    return m <= k
        ? then(left().subproof(m, known), right().root())
        : then(right().subproof(m - k, false), left().root());
  }

  private int cut() {
    int k = 1;
    while (2 * k < leaves.size()) {
      k *= 2;
    }
    return k;
  }

  private NaiveTree left() {
    return new NaiveTree(leaves.subList(0, cut()));
  }

  private NaiveTree right() {
    return new NaiveTree(leaves.subList(cut(), leaves.size()));
  }

  private static List<Hash> then(List<Hash> path, Hash last) {
    var longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }
}
