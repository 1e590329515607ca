package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.ledger.WrittenLog.Written;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.TileId;
import io.floodwall.schemas.Codecs;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a sealer must have signed: RFC 6962, section 2.1, over the entries that were committed. */
final class SealedRoots {
  private final Map<Integer, List<Hash>> leaves = new HashMap<>();

  /** The roots of chains with these entries. */
  static SealedRoots of(List<Written> entries) throws Exception {
    var roots = new SealedRoots();
    for (Written one : entries) {
      LedgerEntry entry = Codecs.pinned().ledgerEntry().decode(one.value().toArray());
      List<Hash> chain = roots.leaves.computeIfAbsent(one.partition(), p -> new ArrayList<>());
      assertThat(entry.seq()).isEqualTo(chain.size());
      chain.add(Chain.leaf(entry));
    }
    return roots;
  }

  /** How many entries a chain has. */
  long size(int partition) {
    return leaves.getOrDefault(partition, List.of()).size();
  }

  /** Checks that each size has one root among all these checkpoints, and that it is the tree's. */
  void assertEachIsTheTrees(List<Written> checkpoints) throws Exception {
    var roots = new HashMap<String, Hash>();
    for (Written one : checkpoints) {
      Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(one.value().toArray()).text());
      int size = Math.toIntExact(checkpoint.size());
      assertThat(one.key()).isEqualTo(one.partition() + "/" + size);
      Hash before = roots.putIfAbsent(one.key(), checkpoint.root());
      assertThat(before).as("another root of " + one.key()).isIn(null, checkpoint.root());
      assertThat(checkpoint.root()).as("the root of " + one.key()).isEqualTo(root(one, size));
    }
  }

  /** Checks that every tile, however wide it was when it was written, is of the tree. */
  void assertTilesAreTheTrees(List<Written> tiles) {
    for (Written one : tiles) {
      String[] place = one.key().split("/", -1);
      int level = Integer.parseInt(place[1]);
      long number = Long.parseLong(place[2]);
      byte[] hashes = one.value().toArray();
      for (int i = 0; i < hashes.length / Hash.BYTES; i++) {
        int span = 1 << (level * TileId.HEIGHT);
        int from = Math.toIntExact((number * TileId.WIDTH + i) * span);
        Hash hash = Hash.of(Arrays.copyOfRange(hashes, i * Hash.BYTES, (i + 1) * Hash.BYTES));
        assertThat(hash)
            .as("hash " + i + " of tile " + one.key())
            .isEqualTo(root(leaves.get(one.partition()).subList(from, from + span)));
      }
    }
  }

  private Hash root(Written one, int size) {
    return root(leaves.get(one.partition()).subList(0, size));
  }

  private static Hash root(List<Hash> of) {
    if (of.size() == 1) {
      return of.get(0);
    }
    int cut = Integer.highestOneBit(of.size() - 1);
    Hash left = root(of.subList(0, cut));
    Hash right = root(of.subList(cut, of.size()));
    return Hash.sha256(new byte[] {1}, left.toBytes(), right.toBytes());
  }
}
