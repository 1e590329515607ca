package io.floodwall.core.tree;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.ByteBuffer;

/**
 * The three hashes that a Merkle tree is made of (RFC 6962, section 2.1): of nothing, of an entry,
 * and of two subtrees.
 *
 * <pre>
 * empty      = SHA-256( )
 * leaf(d)    = SHA-256( 00 d )
 * node(l, r) = SHA-256( 01 l r )
 * </pre>
 *
 * The first byte keeps an entry from being passed off as two subtrees.
 */
public final class MerkleHash {
  /** The root of the tree without entries. */
  public static final Hash EMPTY = Hash.sha256();

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleHash() {}

  /** The hash of an entry. */
  public static Hash leaf(Bytes entry) {
    var in = ByteBuffer.allocate(1 + entry.length()).put(LEAF);
    entry.writeTo(in);
    return Hash.sha256(in.array());
  }

  /** The hash of two subtrees, the left one complete. */
  public static Hash node(Hash left, Hash right) {
    var in = ByteBuffer.allocate(1 + 2 * Hash.BYTES).put(NODE);
    left.writeTo(in);
    right.writeTo(in);
    return Hash.sha256(in.array());
  }
}
