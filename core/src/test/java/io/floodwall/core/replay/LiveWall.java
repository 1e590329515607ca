package io.floodwall.core.replay;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.RefusalBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One partition of a running wall that records what it does: what a rebuilt state is compared with.
 */
final class LiveWall {
  static final RateLimit RATE = RateLimit.perPeriod(3, 2, 7, 1_000);
  static final Chain.Head GENESIS = Chain.genesis("live/0");

  private static final long CAPACITY = 6;

  private final Admission admission = new Admission(RATE, CAPACITY, 0);
  private final WaitingRoom room = new WaitingRoom(CAPACITY);
  private final Gate gate;
  final Map<String, AgentState> agents = new HashMap<>();
  final Map<Long, Decision> decided = new TreeMap<>();
  final Map<Long, Intent> sent = new TreeMap<>();
  final Map<Long, AdmissionFacts> waiting = new TreeMap<>();

  /** What it wrote to its chain: decisions and refusal batches. */
  final List<Object> recorded = new ArrayList<>();

  LiveWall(Gate gate) {
    this.gate = gate;
  }

  void offer(Intent intent, long nowMs) {
    long offset = sent.size();
    sent.put(offset, intent);
    AgentState agent = agents.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    Admission.Offer offer =
        admission.offer(
            agent, room.depth(), null, new Admission.Arrival(intent, 0, 0, offset, nowMs));
    agents.put(intent.agent(), offer.state());
    if (offer.answer() instanceof Answer.Refuse refused) {
      recorded.add(RefusalBatch.EMPTY.with(refused.reason(), offset, new byte[] {1}));
      return;
    }
    TokenBucket bucket = Objects.requireNonNull(offer.state().bucket(), "a take leaves a bucket");
    waiting.put(
        offset,
        new AdmissionFacts(0, offset, offset - 1, nowMs, bucket, room.depth(), nowMs, nowMs, null));
    room.enter(new Place(intent.priority(), offset));
  }

  void release(long nowMs) {
    if (room.isEmpty()) {
      return;
    }
    long offset = room.next().seq();
    Intent intent = Objects.requireNonNull(sent.get(offset), "sent");
    AdmissionFacts facts = Objects.requireNonNull(waiting.remove(offset), "waiting");
    var decision =
        new Decision(
            intent,
            facts.releasedAt(nowMs, null),
            gate.rule(intent, nowMs),
            "decided",
            null,
            decided.size(),
            nowMs);
    decided.put(offset, decision);
    recorded.add(decision);
  }

  /** The state folded from what it recorded, with all intents retained. */
  LedgerState replayed() {
    var state = new LedgerState(Map.of(0, GENESIS));
    for (int seq = 0; seq < recorded.size(); seq++) {
      var at = new LedgerState.Recorded(0, seq, Hash.sha256(new byte[] {(byte) seq}));
      if (recorded.get(seq) instanceof Decision decision) {
        state.verdict(at, decision);
      } else if (recorded.get(seq) instanceof RefusalBatch batch) {
        state.refusals(at, batch);
      }
    }
    state.cut(0, sent.size());
    sent.forEach(
        (offset, intent) ->
            state.retained(
                new Rebuilt.Waiting(0, offset, intent.agent(), intent.id(), intent.priority())));
    return state;
  }
}
