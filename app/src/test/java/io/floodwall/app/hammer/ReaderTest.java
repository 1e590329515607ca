package io.floodwall.app.hammer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.Trust;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader of random proofs, over chains that are true and chains that are not. */
final class ReaderTest {
  private static final String ORIGIN = "floodwall/0";
  private static final int SIZE = 700;
  private static final int ROUNDS = 20;

  private final List<Hash> leaves = new ArrayList<>();
  private final Pulse pulse = new Pulse();
  private SignerKey log;

  @BeforeEach
  void start() throws Exception {
    log = SignerKey.generate(ORIGIN, new SecureRandom());
    for (int i = 0; i < SIZE; i++) {
      leaves.add(MerkleHash.leaf(Bytes.copyOf(("entry " + i).getBytes(UTF_8))));
    }
  }

  /** A mirror of the chain of {@code signed}, which shows the leaves {@code shown}. */
  private MirroredChain mirror(List<Hash> signed, List<Hash> shown, SignerKey key) {
    var chain = new MirroredChain();
    var tree = new TiledTree();
    for (int i = 0; i < signed.size(); i++) {
      chain.leaf(shown.get(i));
      tree.append(signed.get(i), chain::tile);
      if (i % 100 == 99) {
        tree.partial(chain::tile);
        var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
        chain.checkpoint(
            new MirroredChain.Signed(SignedNote.sign(checkpoint.text(), key), checkpoint));
      }
    }
    assertThat(chain.caughtUp()).hasSize(SIZE / 100);
    return chain;
  }

  private void read(MirroredChain chain) throws Exception {
    var left = new AtomicInteger(ROUNDS);
    var trust = new Trust(List.of(log.verifier()), false, null);
    new Reader(
            List.of(chain),
            List.of(trust.of(ORIGIN)),
            pulse,
            new Random(7),
            1_000_000,
            () -> left.getAndDecrement() > 0)
        .run();
  }

  @Test
  void everyProofOfATrueChainHolds() throws Exception {
    read(mirror(leaves, leaves, log));

    assertThat(pulse.failures()).isZero();
    assertThat(pulse.inclusions()).isPositive().isEqualTo(pulse.consistencies());
  }

  @Test
  void entriesThatWereNotSignedAreNotProven() throws Exception {
    List<Hash> shown = leaves.stream().map(leaf -> Hash.sha256(leaf.toBytes())).toList();
    read(mirror(leaves, shown, log));

    assertThat(pulse.inclusions()).isZero();
    assertThat(pulse.told()).first().asString().contains("is not proven to be in the tree");
  }

  @Test
  void checkpointsOfTwoHistoriesAreNotConsistent() throws Exception {
    MirroredChain chain = mirror(leaves, leaves, log);
    var other = new TiledTree();
    leaves
        .subList(0, SIZE / 2)
        .forEach(leaf -> other.append(Hash.sha256(leaf.toBytes()), ReaderTest::ignored));
    var forked = new Checkpoint(ORIGIN, other.size(), other.root());
    chain.checkpoint(new MirroredChain.Signed(SignedNote.sign(forked.text(), log), forked));
    assertThat(chain.caughtUp()).hasSize(1);
    read(chain);

    assertThat(pulse.told()).anyMatch(problem -> problem.contains("does not begin with"));
  }

  @Test
  void aCheckpointOfAnotherKeyIsNotBelieved() throws Exception {
    read(mirror(leaves, leaves, SignerKey.generate(ORIGIN, new SecureRandom())));

    assertThat(pulse.inclusions()).isZero();
    assertThat(pulse.failures()).isPositive();
  }

  private static void ignored(TileId id, Tile tile) {}
}
