package io.floodwall.app.hammer;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.ConsistencyProof;
import io.floodwall.core.tree.InclusionProof;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Proofs;
import io.floodwall.core.tree.TileNodes;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.UntrustedException;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Time;

/**
 * Proves, again and again, that a random entry is under a random checkpoint, and that the smaller
 * of two checkpoints is the beginning of the larger.
 */
final class Reader implements Runnable {
  private static final long SECOND_MS = 1_000;
  private static final int AT_ONCE = 10;

  private final List<MirroredChain> chains;
  private final List<TrustPolicy> policies;
  private final Pulse pulse;
  private final Random random;
  private final long perSecond;
  private final BooleanSupplier goesOn;

  Reader(
      List<MirroredChain> chains,
      List<TrustPolicy> policies,
      Pulse pulse,
      Random random,
      long perSecond,
      BooleanSupplier goesOn) {
    this.chains = chains;
    this.policies = policies;
    this.pulse = pulse;
    this.random = random;
    this.perSecond = perSecond;
    this.goesOn = goesOn;
  }

  @Override
  public void run() {
    while (goesOn.getAsBoolean()) {
      for (int i = 0; i < AT_ONCE; i++) {
        once();
      }
      Time.SYSTEM.sleep(Math.max(1, SECOND_MS * AT_ONCE / perSecond));
    }
  }

  private void once() {
    int partition = random.nextInt(chains.size());
    MirroredChain chain = chains.get(partition);
    int count = chain.checkpoints();
    if (count == 0) {
      return;
    }
    MirroredChain.Signed one = chain.checkpoint(random.nextInt(count));
    MirroredChain.Signed other = chain.checkpoint(random.nextInt(count));
    try {
      if (one != null && other != null) {
        policies.get(partition).verified(one.note());
        include(chain, one);
        connect(chain, one, other);
      }
    } catch (FormatException | UntrustedException | MissingTileException e) {
      pulse.failure("chain " + partition + ": " + e.getMessage());
    }
  }

  private void include(MirroredChain chain, MirroredChain.Signed signed) {
    long size = signed.checkpoint().size();
    long index = (long) (random.nextDouble() * size);
    InclusionProof proof = new Proofs(new TileNodes(chain, size)).inclusion(index, size);
    if (proof.proves(chain.leaf(index), signed.checkpoint().root())) {
      pulse.inclusion();
    } else {
      pulse.failure("entry " + index + " is not proven to be in the tree of " + size);
    }
  }

  private void connect(MirroredChain chain, MirroredChain.Signed one, MirroredChain.Signed other) {
    boolean inOrder = one.checkpoint().size() <= other.checkpoint().size();
    var first = inOrder ? one.checkpoint() : other.checkpoint();
    var second = inOrder ? other.checkpoint() : one.checkpoint();
    ConsistencyProof proof =
        new Proofs(new TileNodes(chain, second.size())).consistency(first.size(), second.size());
    Hash root = first.root();
    if (proof.proves(root, second.root())) {
      pulse.consistency();
    } else {
      pulse.failure(
          "the tree of " + second.size() + " does not begin with that of " + first.size());
    }
  }
}
