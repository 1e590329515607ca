package io.floodwall.core.replay;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.outcome.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The wall's state, folded from what its ledger recorded: nothing is decided again.
 *
 * <p>Entries first, each chain in its order; then {@link #cut} and the intents that are retained.
 * An entry counts once, however often a damaged log repeats it.
 *
 * <p>Memory is proportional to what is rebuilt: a row for every intent decided, every agent and
 * every intent that waits. Refused intents cost only the gaps they leave between the offsets that
 * have an answer.
 */
public final class LedgerState {
  private final Map<Integer, PartitionState> partitions = new TreeMap<>();

  /** The state before the first entry of every chain, given where each partition's chain starts. */
  public LedgerState(Map<Integer, Chain.Head> starts) {
    starts.forEach(
        (partition, start) -> partitions.put(partition, new PartitionState(partition, start)));
  }

  /** Where in the ledger something is recorded: an entry's partition, number and digest. */
  public record Recorded(int partition, long seq, Hash digest) {}

  /** A verdict is recorded. */
  public void verdict(Recorded at, Decision decision) {
    fold(at, EntryKind.VERDICT, state -> state.decide(at.seq(), decision));
  }

  /** Refusals are recorded. */
  public void refusals(Recorded at, RefusalBatch batch) {
    fold(at, EntryKind.REFUSALS, state -> state.refuse(batch));
  }

  /** A bundle is recorded. */
  public void bundle(Recorded at, PolicyBundle bundle) {
    fold(at, EntryKind.BUNDLE, state -> state.publish(at.seq(), bundle));
  }

  /** An operator's order is recorded. */
  public void control(Recorded at, Control control) {
    fold(at, EntryKind.CONTROL, state -> state.steer(at.seq(), control));
  }

  /** What a deployer did is recorded. */
  public void outcome(Recorded at, Outcome outcome) {
    fold(at, EntryKind.OUTCOME, state -> state.deployed(at.seq(), outcome));
  }

  /** Something is recorded that cannot be read: the chain grows by it, and nothing else. */
  public void unreadable(Recorded at, EntryKind kind) {
    fold(at, kind, state -> {});
  }

  /** Whether the intent at {@code offset} is decided or refused on record. */
  public boolean isAnswered(int partition, long offset) {
    return state(partition).isAnswered(offset);
  }

  /** The offset behind the last intent that has an answer on record. */
  public long answeredBelow(int partition) {
    return state(partition).answeredBelow();
  }

  /** States below which offset of {@code intents} every intent is to be accounted for. */
  public void cut(int partition, long offset) {
    state(partition).cut(offset);
  }

  /** An intent that is still there: it waits if it lies below the cut and has no answer. */
  public void retained(Rebuilt.Waiting intent) {
    state(intent.partition()).retain(intent);
  }

  /** What came of it. */
  public Rebuilt rebuilt() {
    var all = new RebuiltParts();
    partitions.values().forEach(state -> state.addTo(all));
    return all.toRebuilt();
  }

  private void fold(Recorded at, EntryKind kind, Consumer<PartitionState> effect) {
    PartitionState state = state(at.partition());
    if (state.append(at, kind)) {
      effect.accept(state);
    }
  }

  private PartitionState state(int partition) {
    PartitionState state = partitions.get(partition);
    if (state == null) {
      throw new IllegalArgumentException("no chain was announced for partition " + partition);
    }
    return state;
  }
}
