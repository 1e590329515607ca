package io.floodwall.core.audit;

import io.floodwall.core.Reason;
import io.floodwall.core.audit.Discrepancy.Kind;
import io.floodwall.core.audit.Discrepancy.Subject;
import io.floodwall.core.audit.Pending.Stage;
import io.floodwall.core.gate.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a wall, audited: promise 1, and that the verdict topics hold what the ledger
 * holds.
 *
 * <p>It is fed in the order of the flow, each part up to a later moment than the one before it:
 * what moves meanwhile is then seen twice and never missed.
 *
 * <pre>
 * who waits, open refusals -> candidates, refusals -> decisions -> ledger -> intents -> who still waits
 * </pre>
 */
public final class PartitionAudit {
  private final int partition;
  private final Discrepancies found;
  private final IntentAudit intents;
  private final DecisionAudit decisions;
  private final NumberBits refusalsTold = new NumberBits();
  private final @Nullable Long consumedBelow;
  private long intentsBegin;
  private boolean refusalsAreWhole;
  private boolean isSetBack;

  /**
   * An audit of {@code partition}.
   *
   * @param consumedBelow the offset that admission has committed, or null when it has committed
   *     none
   */
  public PartitionAudit(int partition, @Nullable Long consumedBelow, Discrepancies found) {
    this.partition = partition;
    this.found = found;
    this.consumedBelow = consumedBelow;
    this.intents = new IntentAudit(partition, found);
    this.decisions = new DecisionAudit(partition, found);
  }

  /**
   * A decision as it lies somewhere.
   *
   * @param seq its number
   * @param offset its intent's offset
   * @param fingerprint of its bytes
   * @param isRead on a topic: the ledger has read it, so it must be on record. In the ledger: it
   *     was there before the topics were looked at, so it must be there
   * @param place where it lies
   */
  public record Told(
      long seq, long offset, Verdict verdict, long fingerprint, boolean isRead, String place) {}

  /** A decision on record, and the fingerprint of the intent in it. */
  public record Recorded(Told told, long intentFingerprint) {}

  /** An intent stands in the waiting room. */
  public void waiting(long offset) {
    intents.seen(Stage.WAITING, offset, false);
  }

  /** A refusal waits in the ledger application for its entry. */
  public void openRefusal(long offset) {
    intents.seen(Stage.REFUSED, offset, false);
  }

  /** A candidate; {@code isRead} when the gate has read it. */
  public void candidate(long offset, boolean isRead) {
    intents.seen(Stage.RELEASED, offset, isRead);
  }

  /** Whether {@code refused} is there from its first record on. */
  public void refusalsBegin(boolean isCut) {
    refusalsAreWhole = !isCut;
  }

  /** A record of {@code refused}; {@code isRead} when the ledger has read it. */
  public void refusal(long offset, boolean isRead, String place) {
    intents.seen(Stage.REFUSED, offset, isRead);
    if (!refusalsTold.add(offset)) {
      found.add(
          Kind.DOUBLE, partition, Subject.INTENT, offset, place, "it is refused a second time");
    }
  }

  /** Whether retention has taken records of the topic of {@code verdict}. */
  public void decisionsBegin(Verdict verdict, boolean isCut) {
    decisions.begins(verdict, isCut);
  }

  /** A record of a verdict topic. */
  public void decision(Told decision) {
    intents.seen(Stage.DECIDED, decision.offset(), decision.isRead());
    decisions.told(decision);
  }

  /** An entry that holds a decision. */
  public void recorded(Recorded entry) {
    Told told = entry.told();
    decisions.recorded(entry);
    intents.decided(told.offset(), entry.intentFingerprint(), told.place());
    checkNotSetBack(told.offset(), told.isRead(), told.place());
  }

  /**
   * A refusal in an entry.
   *
   * @param isEarly it was there before the topics were looked at
   */
  public void recordedRefusal(long offset, Reason reason, boolean isEarly, String place) {
    intents.refused(offset, reason == Reason.EXPIRED, place);
    checkNotSetBack(offset, isEarly, place);
    if (isEarly && refusalsAreWhole && !refusalsTold.contains(offset)) {
      found.add(
          Kind.MISSING,
          partition,
          Subject.INTENT,
          offset,
          place,
          "its refusal is on record, and not on the topic of refusals");
    }
  }

  /** All of the ledger is told; the intents come next, from the first offset that is left. */
  public void intentsBegin(long begin) {
    intentsBegin = begin;
    intents.cut(consumedBelow);
  }

  /** An intent, and the fingerprint of what it says; any when it does not decode. */
  public void intent(long offset, long fingerprint, String place) {
    intents.intent(offset, fingerprint, place);
  }

  /** An intent that stands in the waiting room after all else was read. */
  public void stillWaiting(long offset, String place) {
    intents.stillWaiting(offset, place);
  }

  /** What came of it. */
  public Outcomes end() {
    return intents.end(intentsBegin, decisions.end(intents::isAnswered));
  }

  /** How many decisions lie on the verdict topics. */
  public long decisionsTold() {
    return decisions.toldCount();
  }

  private void checkNotSetBack(long offset, boolean isEarly, String place) {
    if (isEarly && consumedBelow != null && offset >= consumedBelow && !isSetBack) {
      isSetBack = true;
      found.add(
          Kind.DIFFERENT,
          partition,
          Subject.INTENT,
          offset,
          place,
          "it has an answer on record, and admission's committed offset is " + consumedBelow);
    }
  }
}
