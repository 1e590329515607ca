package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.core.tree.Proofs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log in memory, with the key that signs it. */
record GrownLog(SignerKey key, List<Hash> leaves) {

  /** As many entries as that: the first {@code shared} of them are those of every such log. */
  static GrownLog of(SignerKey key, int shared, String own, int size) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < size; i++) {
      String entry = (i < shared ? "shared" : own) + i;
      leaves.add(MerkleHash.leaf(Bytes.copyOf(entry.getBytes(StandardCharsets.UTF_8))));
    }
    return new GrownLog(key, leaves);
  }

  Hash root(long size) {
    return proofs().root(size);
  }

  SignedNote note(long size) {
    return SignedNote.sign(new Checkpoint(key.name(), size, root(size)).text(), key);
  }

  ConsistencyProof consistency(long first, long second) {
    return proofs().consistency(first, second);
  }

  /** The right request for the step from {@code first} to {@code second}. */
  AddCheckpoint request(long first, long second) {
    return new AddCheckpoint(first, consistency(first, second).path(), note(second));
  }

  private Proofs proofs() {
    return new Proofs(this::node);
  }

  private Hash node(int level, long index) {
    return level == 0
        ? leaves.get((int) index)
        : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }
}
