package io.floodwall.core.replay;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One partition of the wall, folded from its chain. An agent lives in one partition, so no state is
 * shared.
 */
final class PartitionState {
  private final int partition;
  private final NumberSet entries = new NumberSet();
  private final NumberSet decisions = new NumberSet();
  private final NumberSet answered = new NumberSet();
  private final Map<Identity, Rebuilt.Decided> decided = new HashMap<>();
  private final Map<String, Rebuilt.Level> levels = new TreeMap<>();
  private final Map<Long, Rebuilt.Waiting> waiting = new TreeMap<>();
  private final Map<String, Rebuilt.Bundle> bundles = new TreeMap<>();
  private final Map<String, Rebuilt.Order> controls = new TreeMap<>();
  private final Map<Hash, Rebuilt.Deployed> deployed = new LinkedHashMap<>();
  private final Map<Verdict, Long> verdictCounts = new EnumMap<>(Verdict.class);
  private final Map<Reason, Long> refusalCounts = new EnumMap<>(Reason.class);
  private final Map<EntryKind, Long> entryCounts = new EnumMap<>(EntryKind.class);
  private Chain.Head head;
  private long cut;

  PartitionState(int partition, Chain.Head start) {
    this.partition = partition;
    this.head = start;
  }

  private record Identity(String tenant, String agent, String id) {}

  /** Takes an entry's place in the chain; answers whether it is the first with its number. */
  boolean append(LedgerState.Recorded at, EntryKind kind) {
    if (!entries.add(at.seq())) {
      return false;
    }
    if (at.seq() >= head.size()) {
      head = new Chain.Head(at.seq() + 1, at.digest());
    }
    entryCounts.merge(kind, 1L, Long::sum);
    return true;
  }

  void decide(long seq, Decision decision) {
    AdmissionFacts facts = decision.facts();
    Intent intent = decision.intent();
    decisions.add(decision.decisionSeq());
    answered.add(facts.sourceOffset());
    verdictCounts.merge(decision.verdict(), 1L, Long::sum);
    decided.merge(
        new Identity(intent.tenant(), intent.agent(), intent.id()),
        row(seq, decision),
        PartitionState::later);
    var level = new Rebuilt.Level(partition, intent.agent(), facts.bucket(), facts.sourceOffset());
    levels.merge(
        intent.agent(), level, (was, is) -> is.sourceOffset() >= was.sourceOffset() ? is : was);
  }

  void refuse(RefusalBatch batch) {
    for (RefusalBatch.Range range : batch.ranges()) {
      range.offsets().forEach(answered::add);
      refusalCounts.merge(range.reason(), (long) range.offsets().size(), Long::sum);
    }
  }

  void publish(long seq, PolicyBundle bundle) {
    var row = new Rebuilt.Bundle(partition, bundle.tenant(), bundle.version(), seq);
    bundles.merge(bundle.tenant(), row, (was, is) -> is.version() > was.version() ? is : was);
  }

  void steer(long seq, Control control) {
    var row = new Rebuilt.Order(partition, control, seq);
    controls.merge(control.key(), row, (was, is) -> is.seq() > was.seq() ? is : was);
  }

  void deployed(long seq, Outcome outcome) {
    deployed.merge(
        outcome.decision(),
        new Rebuilt.Deployed(partition, outcome, seq),
        PartitionState::standing);
  }

  boolean isAnswered(long offset) {
    return answered.contains(offset);
  }

  long answeredBelow() {
    return answered.highest() + 1;
  }

  void cut(long offset) {
    cut = offset;
  }

  void retain(Rebuilt.Waiting intent) {
    if (intent.offset() < cut && !isAnswered(intent.offset())) {
      waiting.put(intent.offset(), intent);
    }
  }

  void addTo(RebuiltParts all) {
    decided.values().stream()
        .sorted(Comparator.comparingLong(Rebuilt.Decided::seq))
        .forEach(all.decided::add);
    all.levels.addAll(levels.values());
    waiting.values().stream()
        .filter(intent -> intent.offset() < cut && !isAnswered(intent.offset()))
        .forEach(all.waiting::add);
    all.deployed.addAll(deployed.values());
    all.bundles.addAll(bundles.values());
    all.controls.addAll(controls.values());
    verdictCounts.forEach((verdict, count) -> all.verdicts.merge(verdict, count, Long::sum));
    refusalCounts.forEach((reason, count) -> all.refusals.merge(reason, count, Long::sum));
    entryCounts.forEach((kind, count) -> all.entries.merge(kind, count, Long::sum));
    all.stands.add(
        new Rebuilt.Stand(partition, head.size(), head.digest(), decisions.through(), cut));
  }

  private Rebuilt.Decided row(long seq, Decision decision) {
    Intent intent = decision.intent();
    return new Rebuilt.Decided(
        partition,
        intent.tenant(),
        intent.agent(),
        intent.id(),
        decision.verdict(),
        decision.ruling().reason(),
        decision.ruling().text(),
        seq,
        decision.decisionSeq(),
        decision.facts().sourceOffset(),
        decision.decidedAtMs(),
        1);
  }

  private static Rebuilt.Deployed standing(Rebuilt.Deployed was, Rebuilt.Deployed is) {
    return Standing.takesEffect(was.outcome(), is.outcome()) ? is : was;
  }

  /** The later decision stands, and remembers that there was an earlier one. */
  private static Rebuilt.Decided later(Rebuilt.Decided one, Rebuilt.Decided other) {
    Rebuilt.Decided last = other.decisionSeq() > one.decisionSeq() ? other : one;
    return last.withTimes(one.times() + other.times());
  }
}
