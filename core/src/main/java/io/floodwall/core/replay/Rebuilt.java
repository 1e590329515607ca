package io.floodwall.core.replay;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.outcome.Outcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wall as its record tells it, at one point of every chain. All lists are in the order of their
 * partitions.
 *
 * @param decided the standing verdict of every intent that was decided, in the order of the chain
 * @param levels what every agent's bucket held when its latest decided intent had taken its token
 * @param waiting the intents below the cut that are neither decided nor refused, by offset
 * @param deployed the standing outcome of every decision that a deployer has started
 * @param bundles the highest version recorded of every tenant
 * @param controls the last order recorded for every valve and jail
 * @param stands where every chain stands
 */
public record Rebuilt(
    List<Decided> decided,
    List<Level> levels,
    List<Waiting> waiting,
    List<Deployed> deployed,
    List<Bundle> bundles,
    List<Order> controls,
    Counts counts,
    List<Stand> stands) {

  public Rebuilt {
    decided = List.copyOf(decided);
    levels = List.copyOf(levels);
    waiting = List.copyOf(waiting);
    deployed = List.copyOf(deployed);
    bundles = List.copyOf(bundles);
    controls = List.copyOf(controls);
    stands = List.copyOf(stands);
  }

  /** The deferred intents: what a person, a window or a lease is waited for. */
  public List<Decided> holds() {
    return decided.stream().filter(intent -> intent.verdict() == Verdict.DEFER).toList();
  }

  /**
   * An intent's standing verdict.
   *
   * @param text the winning policy's words, or null
   * @param seq the ledger entry that says so
   * @param times how often an intent of this identity was decided; the last decision stands
   */
  public record Decided(
      int partition,
      String tenant,
      String agent,
      String id,
      Verdict verdict,
      Reason reason,
      @Nullable String text,
      long seq,
      long decisionSeq,
      long sourceOffset,
      long decidedAtMs,
      int times) {

    Decided withTimes(int newTimes) {
      return new Decided(
          partition,
          tenant,
          agent,
          id,
          verdict,
          reason,
          text,
          seq,
          decisionSeq,
          sourceOffset,
          decidedAtMs,
          newTimes);
    }
  }

  /**
   * An agent's bucket after a take.
   *
   * @param sourceOffset the offset of the intent that took: the agent's highest one decided, so
   *     what intents still waiting have taken since is not in it
   */
  public record Level(int partition, String agent, TokenBucket bucket, long sourceOffset) {}

  /**
   * An intent without an answer on record.
   *
   * @param agent the agent, or the record's key where it does not decode, or null
   * @param id its id, or null where it does not decode
   * @param priority its claim, or null where it does not decode
   */
  public record Waiting(
      int partition,
      long offset,
      @Nullable String agent,
      @Nullable String id,
      @Nullable Priority priority) {}

  /**
   * What became of an admitted decision.
   *
   * @param seq the ledger entry that says so
   */
  public record Deployed(int partition, Outcome outcome, long seq) {}

  /** A tenant's bundle. */
  public record Bundle(int partition, String tenant, long version, long seq) {}

  /** An operator's order. */
  public record Order(int partition, Control control, long seq) {}

  /** How much there is of everything, over all partitions; what there is none of is left out. */
  public record Counts(
      Map<Verdict, Long> verdicts, Map<Reason, Long> refusals, Map<EntryKind, Long> entries) {
    public Counts {
      verdicts = inOrder(Verdict.class, verdicts);
      refusals = inOrder(Reason.class, refusals);
      entries = inOrder(EntryKind.class, entries);
    }

    private static <K extends Enum<K>> Map<K, Long> inOrder(Class<K> type, Map<K, Long> counts) {
      var copy = new EnumMap<K, Long>(type);
      copy.putAll(counts);
      return Collections.unmodifiableMap(copy);
    }
  }

  /**
   * A chain.
   *
   * @param size how many entries it has
   * @param digest the last one's, or the genesis
   * @param decisionsThrough the highest decisionSeq up to which none is missing, or -1
   * @param cut the offset of {@code intents} below which everything is accounted for: decided,
   *     refused or listed as waiting
   */
  public record Stand(int partition, long size, Hash digest, long decisionsThrough, long cut) {}
}
