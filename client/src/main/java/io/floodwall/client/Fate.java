package io.floodwall.client;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one proposed intent at one moment.
 *
 * @param place where it lies, or null while the brokers have not acknowledged it
 * @param duplicateOf where the same intent lay already, or null: then what follows is the fate of
 *     that first one
 * @param waiting the news that it entered the waiting room, or null
 * @param refusal why admission would not have it, or null
 * @param decision what the gate ruled, or null
 * @param inForce whether the decision's ledger entry is committed
 * @param outcome what stands of its attempts, as a deployer wrote it, or null while none is heard;
 *     its evidence is untrusted text
 * @param attempt how often it was sent by this proposal, from 1
 * @param retryInMs in how many milliseconds the client sends it again, or null when it does not
 * @param lookAt for a watch that ended without an answer: where to look; else null
 */
public record Fate(
    Intent intent,
    @Nullable IntentPlace place,
    @Nullable IntentPlace duplicateOf,
    @Nullable Waiting waiting,
    @Nullable Refusal refusal,
    @Nullable Decision decision,
    boolean inForce,
    @Nullable Outcome outcome,
    int attempt,
    @Nullable Long retryInMs,
    @Nullable String lookAt) {

  /** How far it has come. */
  public enum Step {
    SENT,
    ACKNOWLEDGED,
    WAITING,
    REFUSED,
    DECIDED,
    IN_FORCE,
    ATTEMPTED
  }

  /** An intent that is sent for the {@code attempt}-th time. */
  static Fate sent(Intent intent, int attempt) {
    return new Fate(intent, null, null, null, null, null, false, null, attempt, null, null);
  }

  /** The furthest step it has reached. */
  public Step step() {
    if (refusal != null) {
      return Step.REFUSED;
    }
    if (outcome != null) {
      return Step.ATTEMPTED;
    }
    if (decision != null) {
      return inForce ? Step.IN_FORCE : Step.DECIDED;
    }
    if (waiting != null) {
      return Step.WAITING;
    }
    return place == null ? Step.SENT : Step.ACKNOWLEDGED;
  }

  /** Whether nothing more is to come that {@code until} asks for. */
  public boolean isSettled(Until until) {
    return switch (until) {
      case ACKNOWLEDGED -> place != null;
      case IN_FORCE -> refusal != null || (decision != null && inForce);
      case OUTCOME ->
          refusal != null
              || (decision != null && inForce && (verdict() != Verdict.ADMIT || isClosed()));
    };
  }

  /** Whether the watch ended before the fate was settled; {@link #lookAt} says where to look. */
  public boolean isUnanswered() {
    return lookAt != null;
  }

  /** Whether it is admitted and in force: a deployer may act on it. */
  public boolean isAdmitted() {
    return inForce && verdict() == Verdict.ADMIT;
  }

  /** Whether a deployer says that the change is made. */
  public boolean isApplied() {
    return outcome != null && outcome.result() == Result.APPLIED;
  }

  private boolean isClosed() {
    return outcome != null && (outcome.result().isSettled() || outcome.result() == Result.UNKNOWN);
  }

  /** Whether admission refused it. */
  public boolean isRefused() {
    return refusal != null;
  }

  /** The verdict, or null while there is none. */
  public @Nullable Verdict verdict() {
    return decision == null ? null : decision.verdict();
  }

  /** The reason of the refusal or of the verdict, or null while there is neither. */
  public @Nullable Reason reason() {
    if (refusal != null) {
      return refusal.reason();
    }
    return decision == null ? null : decision.ruling().reason();
  }

  /** In how many milliseconds a retry can succeed, as the refusal says, or null. */
  public @Nullable Long retryAfterMs() {
    return refusal == null ? null : refusal.retryAfterMs();
  }

  /**
   * One line for people and logs. Parts of it come from outside: escape it where it is shown on a
   * terminal.
   */
  public String describe() {
    return intent.agent() + "/" + intent.id() + said() + (lookAt == null ? "" : "; " + lookAt);
  }

  private String said() {
    if (refusal != null) {
      return " refused " + refusal.reason() + ": " + refusal.detail();
    }
    if (outcome != null) {
      String text = outcome.evidence().isBlank() ? "" : ": " + outcome.evidence().strip();
      String attempted = outcome.result().label() + " by " + outcome.deployer();
      return " " + attempted + ", attempt " + outcome.attempt() + text;
    }
    if (decision != null) {
      String text = decision.ruling().text() == null ? "" : ": " + decision.ruling().text();
      String force = inForce ? "" : " (not in force yet)";
      return " " + decision.verdict().label() + " " + reason() + text + force;
    }
    return (waiting == null ? " sent" : " waiting") + (place == null ? "" : " at " + place);
  }

  Fate acknowledged(IntentPlace at) {
    return new Fate(
        intent,
        at,
        duplicateOf,
        waiting,
        refusal,
        decision,
        inForce,
        outcome,
        attempt,
        retryInMs,
        lookAt);
  }

  Fate following(IntentPlace first) {
    return new Fate(intent, place, first, null, null, null, false, null, attempt, null, null);
  }

  Fate waits(Waiting news) {
    return answered(news, refusal, decision, inForce, outcome, retryInMs, lookAt);
  }

  Fate refused(Refusal answer, @Nullable Long againInMs) {
    return answered(waiting, answer, null, false, null, againInMs, lookAt);
  }

  Fate decided(Decision answer) {
    return answered(waiting, null, answer, inForce, outcome, retryInMs, lookAt);
  }

  Fate nowInForce() {
    return answered(waiting, refusal, decision, true, outcome, retryInMs, lookAt);
  }

  Fate attempted(Outcome stands) {
    return answered(waiting, refusal, decision, inForce, stands, retryInMs, lookAt);
  }

  Fate unanswered(String where) {
    return answered(waiting, refusal, decision, inForce, outcome, null, where);
  }

  private Fate answered(
      @Nullable Waiting room,
      @Nullable Refusal no,
      @Nullable Decision ruled,
      boolean stands,
      @Nullable Outcome said,
      @Nullable Long againInMs,
      @Nullable String where) {
    return new Fate(
        intent, place, duplicateOf, room, no, ruled, stands, said, attempt, againInMs, where);
  }
}
