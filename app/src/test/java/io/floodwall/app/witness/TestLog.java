package io.floodwall.app.witness;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.core.tree.Proofs;
import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** A log in memory under a key: what a witness is shown without any Kafka. */
record TestLog(SignerKey key, List<Hash> leaves) {

  static SignerKey key(String name) {
    try {
      return SignerKey.generate(name, new SecureRandom());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code size} entries made of {@code content}. */
  static TestLog of(SignerKey key, String content, int size) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < size; i++) {
      leaves.add(MerkleHash.leaf(Bytes.copyOf((content + i).getBytes(StandardCharsets.UTF_8))));
    }
    return new TestLog(key, leaves);
  }

  SignedNote note(long size) {
    return SignedNote.sign(
        new Checkpoint(key.name(), size, new Proofs(this::node).root(size)).text(), key);
  }

  AddCheckpoint request(long from, long size) {
    return new AddCheckpoint(
        from, new Proofs(this::node).consistency(from, size).path(), note(size));
  }

  private Hash node(int level, long index) {
    return level == 0
        ? leaves.get((int) index)
        : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }
}
