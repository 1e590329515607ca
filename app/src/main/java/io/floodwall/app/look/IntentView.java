package io.floodwall.app.look;

import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a list tells of one record of the intents topic: what was asked for, and what became of it.
 *
 * @param asked what the intent says, or null where that is not known
 * @param appendMs when the broker appended it, or -1
 * @param reason why, or null when there is no answer
 * @param text the answer's words, or null
 * @param retryAfterMs when a retry can succeed, or null
 * @param decisionSeq the gate's number for it, or -1
 * @param inForce whether the decision's ledger entry is committed
 */
record IntentView(
    int partition,
    long offset,
    String agent,
    @Nullable String id,
    @Nullable Asked asked,
    long appendMs,
    State state,
    @Nullable String reason,
    @Nullable String text,
    @Nullable Long retryAfterMs,
    long decisionSeq,
    boolean inForce) {

  /** What an intent asks for, without its long texts. */
  record Asked(String tenant, String action, String resource, String priority, String blast) {
    static Asked of(Intent intent) {
      return new Asked(
          intent.tenant(),
          small(intent.action().kind()),
          intent.action().resource(),
          small(intent.priority()),
          small(intent.blast()));
    }
  }

  static IntentView of(Arrival arrival) {
    Intent intent = arrival.intent();
    return new IntentView(
        arrival.partition(),
        arrival.offset(),
        intent == null ? arrival.agent() : intent.agent(),
        intent == null ? null : intent.id(),
        intent == null ? null : Asked.of(intent),
        arrival.appendMs(),
        State.PENDING,
        null,
        null,
        null,
        -1,
        false);
  }

  static IntentView of(Waiting news) {
    return new IntentView(
        news.sourcePartition(),
        news.sourceOffset(),
        news.agent(),
        news.intentId(),
        null,
        -1,
        State.WAITING,
        null,
        news.depth() + " waited before it",
        null,
        -1,
        false);
  }

  static IntentView of(Refusal refusal) {
    return new IntentView(
        refusal.sourcePartition(),
        refusal.sourceOffset(),
        refusal.agent(),
        refusal.intentId(),
        null,
        -1,
        State.REFUSED,
        refusal.reason().name(),
        refusal.detail(),
        refusal.retryAfterMs(),
        -1,
        false);
  }

  static IntentView of(Decision decision) {
    Intent intent = decision.intent();
    AdmissionFacts facts = decision.facts();
    return new IntentView(
        facts.sourcePartition(),
        facts.sourceOffset(),
        intent.agent(),
        intent.id(),
        Asked.of(intent),
        facts.appendMs(),
        State.of(decision.verdict()),
        decision.ruling().reason().name(),
        decision.ruling().text(),
        null,
        decision.decisionSeq(),
        false);
  }

  /** The same with what its record says, where that is not known yet. */
  IntentView with(Arrival arrival) {
    IntentView told = of(arrival);
    return new IntentView(
        partition,
        offset,
        agent,
        id == null ? told.id : id,
        asked == null ? told.asked : asked,
        arrival.appendMs(),
        state,
        reason,
        text,
        retryAfterMs,
        decisionSeq,
        inForce);
  }

  /** This answer, with what an earlier view knew of the intent. */
  IntentView after(IntentView before) {
    return new IntentView(
        partition,
        offset,
        agent,
        id == null ? before.id : id,
        asked == null ? before.asked : asked,
        appendMs < 0 ? before.appendMs : appendMs,
        state,
        reason,
        text,
        retryAfterMs,
        decisionSeq,
        inForce);
  }

  IntentView nowInForce() {
    return new IntentView(
        partition,
        offset,
        agent,
        id,
        asked,
        appendMs,
        state,
        reason,
        text,
        retryAfterMs,
        decisionSeq,
        true);
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
