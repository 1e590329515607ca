package io.floodwall.gate;

import io.floodwall.runtime.RowStore;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codecs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition's gate, made anew from the bundles published and the decisions made.
 */
public final class RebuiltGate {
  private final RowStore bundleRows = new RowStore(Bundles.STORE);
  private final RowStore sequenceRows = new RowStore(DecisionSequence.STORE);
  private final Bundles bundles;

  /** The state before anything happened. */
  public RebuiltGate(Codecs codecs) {
    this.bundles = new Bundles(bundleRows, codecs);
  }

  /** A record of {@code policies}, in order; answers whether it can be used. */
  public boolean published(byte @Nullable [] key, byte @Nullable [] value) {
    try {
      bundles.publish(key, value);
      return true;
    } catch (UnusableRecordException e) {
      return false;
    }
  }

  /** The rows of every store, when {@code next} is the next decision's number. */
  public List<RowStore> stores(long next) {
    if (next > 0) {
      var sequence = new DecisionSequence(sequenceRows);
      sequence.goOnWith(next);
      sequence.write();
    }
    return List.of(bundleRows, sequenceRows);
  }
}
