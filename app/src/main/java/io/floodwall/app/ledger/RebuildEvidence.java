package io.floodwall.app.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.audit.NumberBits;
import io.floodwall.core.gate.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the topics tell of one partition: what became of each intent, what is on record, and how far
 * each application had come.
 */
final class RebuildEvidence {
  private final Map<Long, TokenBucket> released = new HashMap<>();
  private final Map<Long, Waiting> waited = new HashMap<>();
  private final NumberBits decided = new NumberBits();
  private final NumberBits refused = new NumberBits();
  private final NumberBits rateLimited = new NumberBits();
  private final NumberBits stopped = new NumberBits();
  private final NumberBits refusedOnRecord = new NumberBits();
  private final NumberBits decisionsOnRecord = new NumberBits();
  private final NumberBits predecessors = new NumberBits();
  private final Map<Hash, Long> ordersOnRecord = new HashMap<>();
  private final List<Decision> beforeRetention = new ArrayList<>();
  private final long intentsBegin;
  private long consumed = -1;
  private long nextDecision;

  /** Of a partition whose first intent left is at {@code intentsBegin}. */
  RebuildEvidence(long intentsBegin) {
    this.intentsBegin = intentsBegin;
  }

  /** A decision, on record or on its topic. */
  void decided(Decision decision, boolean isOnRecord) {
    released(decision.facts());
    decided.add(decision.facts().sourceOffset());
    nextDecision = Math.max(nextDecision, decision.decisionSeq() + 1);
    if (isOnRecord
        && decisionsOnRecord.add(decision.decisionSeq())
        && decision.facts().sourceOffset() < intentsBegin) {
      beforeRetention.add(decision);
    }
  }

  /** A candidate, or the facts in a decision. */
  void released(AdmissionFacts facts) {
    seen(facts.sourceOffset());
    preceded(facts.previousOffset());
    released.put(facts.sourceOffset(), facts.bucket());
  }

  /** A refusal, on record or on its topic. */
  void refused(long offset, Reason reason, boolean isOnRecord) {
    seen(offset);
    refused.add(offset);
    if (reason == Reason.RATE_LIMITED) {
      rateLimited.add(offset);
    } else if (reason == Reason.EXPIRED || reason == Reason.JAILED) {
      stopped.add(offset);
    }
    if (isOnRecord) {
      refusedOnRecord.add(offset);
    }
  }

  /** The offset that admission consumed before another one. */
  void preceded(long previous) {
    if (previous >= 0) {
      predecessors.add(previous);
    }
  }

  /** News that an intent entered the room. */
  void waited(Waiting news) {
    seen(news.sourceOffset());
    waited.put(news.sourceOffset(), news);
  }

  /** A bundle, an order or an outcome is on record; {@code digest} is of its payload. */
  void onRecord(Hash digest) {
    ordersOnRecord.merge(digest, 1L, Long::sum);
  }

  /** Whether a record with this payload is on record; each entry stands for one record. */
  boolean takeOnRecord(Hash digest) {
    Long left = ordersOnRecord.get(digest);
    if (left == null || left == 0) {
      return false;
    }
    ordersOnRecord.put(digest, left - 1);
    return true;
  }

  boolean isDecisionOnRecord(long decisionSeq) {
    return decisionsOnRecord.contains(decisionSeq);
  }

  boolean isRefusalOnRecord(long offset) {
    return refusedOnRecord.contains(offset);
  }

  boolean isDecided(long offset) {
    return decided.contains(offset);
  }

  /** The bucket after the intent at {@code offset} was accepted, if it was released; or null. */
  @Nullable TokenBucket bucketOf(long offset) {
    return released.get(offset);
  }

  boolean isRefused(long offset) {
    return refused.contains(offset);
  }

  boolean isRateLimited(long offset) {
    return rateLimited.contains(offset);
  }

  /** Whether it was let into the room, and refused when its turn came. */
  boolean isAcceptedThenRefused(long offset) {
    return stopped.contains(offset) && waited.containsKey(offset);
  }

  @Nullable Waiting newsOf(long offset) {
    return waited.get(offset);
  }

  /** The last offset that admission is known to have read, or -1. */
  long consumed() {
    return consumed;
  }

  /** The number of the gate's next decision. */
  long nextDecision() {
    return nextDecision;
  }

  /** The decisions on intents that retention has taken, in the order of those. */
  List<Decision> beforeRetention() {
    beforeRetention.sort(Comparator.comparingLong(made -> made.facts().sourceOffset()));
    return beforeRetention;
  }

  /** The intents that retention has taken and nobody has answered, as far as anything tells. */
  List<Long> lost() {
    var known = new NumberBits();
    predecessors.forEach(known::add);
    waited.keySet().forEach(known::add);
    released.keySet().forEach(known::add);
    var lost = new ArrayList<Long>();
    known.forEach(
        offset -> {
          if (offset < intentsBegin && !isAnswered(offset)) {
            lost.add(offset);
          }
        });
    return lost;
  }

  private boolean isAnswered(long offset) {
    return released.containsKey(offset) || refused.contains(offset);
  }

  private void seen(long offset) {
    consumed = Math.max(consumed, offset);
  }
}
