package io.floodwall.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which proposals wait for answers to which place, and which for a decision's ledger entry. */
final class Watches {
  private final Map<IntentPlace, List<Proposal>> byPlace = new HashMap<>();
  private final Map<Integer, TreeMap<Long, List<Proposal>>> decided = new HashMap<>();

  /** Those that watch {@code place} now. */
  List<Proposal> at(IntentPlace place) {
    List<Proposal> watching = byPlace.get(place);
    return watching == null ? List.of() : List.copyOf(watching);
  }

  /** Watches {@code place} from now on, and no other. */
  void watch(Proposal proposal, IntentPlace place) {
    unwatch(proposal);
    proposal.watching = place;
    byPlace.computeIfAbsent(place, key -> new ArrayList<>(1)).add(proposal);
  }

  /** Has a decision, and waits until it is in force. */
  void decided(Proposal proposal, int partition, long decisionSeq) {
    decided
        .computeIfAbsent(partition, key -> new TreeMap<>())
        .computeIfAbsent(decisionSeq, key -> new ArrayList<>(1))
        .add(proposal);
  }

  /** Takes out those whose decisions are in force when the ledger has come so far. */
  List<Proposal> decidedThrough(int partition, long decisionSeq) {
    TreeMap<Long, List<Proposal>> waiting = decided.get(partition);
    if (waiting == null) {
      return List.of();
    }
    var inForce = new ArrayList<Proposal>();
    Map<Long, List<Proposal>> ledgered = waiting.headMap(decisionSeq, true);
    ledgered.values().forEach(inForce::addAll);
    ledgered.clear();
    return inForce;
  }

  /** Watches nothing any more. */
  void unwatch(Proposal proposal) {
    IntentPlace place = proposal.watching;
    if (place == null) {
      return;
    }
    proposal.watching = null;
    remove(byPlace, place, proposal);
    var decision = proposal.fate.decision();
    TreeMap<Long, List<Proposal>> waiting = decided.get(place.partition());
    if (decision != null && waiting != null) {
      remove(waiting, decision.decisionSeq(), proposal);
    }
  }

  private static <K> void remove(Map<K, List<Proposal>> from, K key, Proposal proposal) {
    @Nullable List<Proposal> all = from.get(key);
    if (all != null && all.remove(proposal) && all.isEmpty()) {
      from.remove(key);
    }
  }
}
