package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.core.tree.MerkleHash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Keys that everybody knows, and a log of three entries. */
final class Sample {
  static final SignerKey LOG = key("floodwall/0", 1);
  static final SignerKey WITNESS = key("witness.example/w1", 2);
  static final SignerKey SECOND = key("witness.example/w2", 3);
  static final SignerKey STRANGER = key("floodwall/0", 9);

  static final Hash LEAF = MerkleHash.leaf(Bytes.copyOf(new byte[] {7}));
  static final Hash ROOT = root();

  private Sample() {}

  static SignerKey key(String name, int number) {
    byte[] data = new byte[33];
    Arrays.fill(data, (byte) number);
    data[0] = 1;
    try {
      SecretKey secret = SecretKey.of(Arrays.copyOfRange(data, 1, 33));
      VerifierKey verifier = new VerifierKey(name, SignatureType.NOTE, secret.publicKey());
      String id = HexFormat.of().toHexDigits(verifier.id());
      return SignerKey.parse("PRIVATE+KEY+" + name + "+" + id + "+" + Text.base64(data));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  static Checkpoint checkpoint() {
    return new Checkpoint("floodwall/0", 3, ROOT);
  }

  static TlogProof proof() {
    return new TlogProof(
        Bytes.copyOf(LEAF.toBytes()),
        2,
        List.of(MerkleHash.node(LEAF, LEAF)),
        SignedNote.sign(checkpoint().text(), LOG));
  }

  private static Hash root() {
    var tree = new CompactRange();
    tree.append(LEAF);
    tree.append(LEAF);
    tree.append(LEAF);
    return tree.root();
  }
}
