package io.floodwall.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.audit.Discrepancy.Kind;
import io.floodwall.core.audit.PartitionAudit.Recorded;
import io.floodwall.core.audit.PartitionAudit.Told;
import io.floodwall.core.gate.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * One partition: intents 0 to 6, of which 0 and 2 are decided, 1 is refused, 3 expired, 4 waits, 5
 * is released, and 6 has not been read.
 */
class PartitionAuditTest {
  private final Discrepancies found = new Discrepancies();
  private Outcomes outcomes = new Outcomes(0, 0, 0, 0, Map.of(), 0, 0, 0, List.of(), 0, 0);

  /** What the wall holds, to be damaged before it is audited. */
  private static final class Flow {
    Consumer<PartitionAudit> room = audit -> audit.waiting(4);
    Consumer<PartitionAudit> candidates =
        audit -> {
          audit.candidate(0, true);
          audit.candidate(2, true);
          audit.candidate(5, false);
        };
    Consumer<PartitionAudit> refusals =
        audit -> {
          audit.refusal(1, true, "refused@0");
          audit.refusal(3, true, "refused@1");
        };
    Consumer<PartitionAudit> decisions =
        audit -> {
          audit.decision(told(0, 0, Verdict.ADMIT));
          audit.decision(told(1, 2, Verdict.REJECT));
        };
    Consumer<PartitionAudit> ledger =
        audit -> {
          audit.recorded(new Recorded(told(0, 0, Verdict.ADMIT), 70));
          audit.recordedRefusal(1, Reason.RATE_LIMITED, true, "entry 1");
          audit.recorded(new Recorded(told(1, 2, Verdict.REJECT), 72));
          audit.recordedRefusal(3, Reason.EXPIRED, true, "entry 1");
        };
    Consumer<PartitionAudit> intents =
        audit -> {
          for (long offset = 0; offset <= 6; offset++) {
            audit.intent(offset, 70 + offset, "intents@" + offset);
          }
        };
    Consumer<PartitionAudit> roomAgain = audit -> audit.stillWaiting(4, "room@0");
    long intentsBegin;
    boolean topicsAreCut;
  }

  private static Told told(long seq, long offset, Verdict verdict) {
    return new Told(seq, offset, verdict, 40 + seq, true, "at " + seq);
  }

  private void audit(Flow flow) {
    var audit = new PartitionAudit(0, 6L, found);
    flow.room.accept(audit);
    flow.candidates.accept(audit);
    audit.refusalsBegin(flow.topicsAreCut);
    flow.refusals.accept(audit);
    for (Verdict verdict : Verdict.values()) {
      audit.decisionsBegin(verdict, flow.topicsAreCut);
    }
    flow.decisions.accept(audit);
    flow.ledger.accept(audit);
    audit.intentsBegin(flow.intentsBegin);
    flow.intents.accept(audit);
    flow.roomAgain.accept(audit);
    outcomes = audit.end();
  }

  private void only(Kind kind, long number, String detail) {
    assertThat(found.kept()).hasSize(1);
    Discrepancy finding = found.kept().get(0);
    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.number()).isEqualTo(number);
    assertThat(finding.detail()).contains(detail);
  }

  @Test
  void everyIntentBelowTheCutHasItsOneOutcome() {
    audit(new Flow());

    assertThat(found.count()).isZero();
    assertThat(outcomes.cut()).isEqualTo(6);
    assertThat(outcomes.intents()).isEqualTo(6);
    assertThat(outcomes.decided())
        .containsEntry(Verdict.ADMIT, 1L)
        .containsEntry(Verdict.REJECT, 1L);
    assertThat(outcomes.refused()).isEqualTo(1);
    assertThat(outcomes.expired()).isEqualTo(1);
    assertThat(outcomes.pending())
        .containsExactly(
            new Pending(0, 4, Pending.Stage.WAITING), new Pending(0, 5, Pending.Stage.RELEASED));
    assertThat(outcomes.unread()).isEqualTo(1);
  }

  @Test
  void anIntentThatAdmissionReadAndNobodyAnsweredIsMissing() {
    var flow = new Flow();
    flow.room = audit -> {};
    flow.roomAgain = audit -> {};

    audit(flow);

    only(Kind.MISSING, 4, "nothing more is seen of it");
  }

  @Test
  void aCandidateThatTheGateReadAndDidNotDecideIsMissing() {
    var flow = new Flow();
    flow.candidates = audit -> audit.candidate(5, true);

    audit(flow);

    only(Kind.MISSING, 5, "the gate has read it");
  }

  @Test
  void aDecisionThatTheLedgerReadAndDidNotRecordIsMissing() {
    var flow = new Flow();
    flow.decisions = flow.decisions.andThen(audit -> audit.decision(told(2, 5, Verdict.ADMIT)));

    audit(flow);

    only(Kind.MISSING, 2, "it is not on record");
  }

  @Test
  void aDecisionThatTheLedgerHasNotReadIsPending() {
    var flow = new Flow();
    flow.candidates = audit -> audit.candidate(5, true);
    flow.decisions =
        flow.decisions.andThen(
            audit -> audit.decision(new Told(2, 5, Verdict.ADMIT, 9, false, "admitted@9")));

    audit(flow);

    assertThat(found.count()).isZero();
    assertThat(outcomes.pending()).contains(new Pending(0, 5, Pending.Stage.DECIDED));
  }

  @Test
  void aDecisionToComeOnAnIntentThatHasItsAnswerIsDouble() {
    var flow = new Flow();
    flow.decisions =
        flow.decisions.andThen(
            audit -> audit.decision(new Told(7, 1, Verdict.ADMIT, 9, false, "admitted@9")));

    audit(flow);

    only(Kind.DOUBLE, 7, "its intent 1 has an answer already");
  }

  @Test
  void anEntryWhoseDecisionIsOnNoTopicIsMissingThere() {
    var flow = new Flow();
    flow.decisions = audit -> audit.decision(told(0, 0, Verdict.ADMIT));

    audit(flow);

    only(Kind.MISSING, 1, "not on the topic of its verdict");
  }

  @Test
  void anEntryWhoseDecisionRetentionMayHaveTakenIsNotMissing() {
    var flow = new Flow();
    flow.topicsAreCut = true;
    flow.decisions = audit -> audit.decision(told(1, 2, Verdict.REJECT));
    flow.refusals = audit -> {};

    audit(flow);

    assertThat(found.count()).isZero();
  }

  @Test
  void anEntryAboveTheFirstDecisionLeftOnItsTopicIsMissingThere() {
    var flow = new Flow();
    flow.topicsAreCut = true;
    flow.decisions = audit -> audit.decision(told(0, 0, Verdict.REJECT));

    audit(flow);

    assertThat(found.kept()).extracting(Discrepancy::kind).containsExactly(Kind.MISSING);
    assertThat(found.kept()).extracting(Discrepancy::number).containsExactly(1L);
  }

  @Test
  void anEntryWithOtherBytesThanItsTopicIsDifferent() {
    var flow = new Flow();
    flow.decisions =
        audit -> {
          audit.decision(told(0, 0, Verdict.ADMIT));
          audit.decision(new Told(1, 2, Verdict.REJECT, 99, true, "rejected@0"));
        };

    audit(flow);

    only(Kind.DIFFERENT, 1, "other bytes");
  }

  @Test
  void aSecondRecordWithADecisionsNumberIsDouble() {
    var flow = new Flow();
    flow.decisions = flow.decisions.andThen(audit -> audit.decision(told(1, 2, Verdict.REJECT)));

    audit(flow);

    only(Kind.DOUBLE, 1, "the same bytes");
  }

  @Test
  void twoEntriesForOneDecisionAreDoubleInBothRespects() {
    var flow = new Flow();
    flow.ledger =
        flow.ledger.andThen(audit -> audit.recorded(new Recorded(told(1, 2, Verdict.REJECT), 72)));

    audit(flow);

    assertThat(found.count(Kind.DOUBLE)).isEqualTo(2);
    assertThat(found.count()).isEqualTo(2);
  }

  @Test
  void anIntentThatIsDecidedAndRefusedIsDouble() {
    var flow = new Flow();
    flow.refusals = flow.refusals.andThen(audit -> audit.refusal(2, true, "refused@2"));
    flow.ledger =
        flow.ledger.andThen(
            audit -> audit.recordedRefusal(2, Reason.BACKPRESSURE, true, "entry 4"));

    audit(flow);

    only(Kind.DOUBLE, 2, "it is refused, and decided");
  }

  @Test
  void anIntentThatIsRefusedTwiceIsDouble() {
    var flow = new Flow();
    flow.ledger =
        flow.ledger.andThen(
            audit -> audit.recordedRefusal(1, Reason.RATE_LIMITED, true, "entry 4"));

    audit(flow);

    only(Kind.DOUBLE, 1, "it is refused on record already");
  }

  @Test
  void aRefusalOnRecordThatIsNotOnItsTopicIsMissingThere() {
    var flow = new Flow();
    flow.refusals = audit -> audit.refusal(1, true, "refused@0");

    audit(flow);

    only(Kind.MISSING, 3, "not on the topic of refusals");
  }

  @Test
  void aRefusalThatTheLedgerReadAndDidNotRecordIsMissing() {
    var flow = new Flow();
    flow.refusals = flow.refusals.andThen(audit -> audit.refusal(5, true, "refused@2"));
    flow.candidates = audit -> {};

    audit(flow);

    only(Kind.MISSING, 5, "the ledger has read that");
  }

  @Test
  void aRefusalThatWaitsForItsEntryIsPending() {
    var flow = new Flow();
    flow.room = flow.room.andThen(audit -> audit.openRefusal(5));
    flow.refusals = flow.refusals.andThen(audit -> audit.refusal(5, true, "refused@2"));
    flow.candidates = audit -> {};

    audit(flow);

    assertThat(found.count()).isZero();
    assertThat(outcomes.pending()).contains(new Pending(0, 5, Pending.Stage.REFUSED));
  }

  @Test
  void anAnswerWithoutAnIntentIsExtra() {
    var flow = new Flow();
    flow.intents =
        audit -> {
          for (long offset : new long[] {0, 1, 3, 4, 5, 6}) {
            audit.intent(offset, 70 + offset, "intents@" + offset);
          }
        };

    audit(flow);

    only(Kind.EXTRA, 2, "no intent lies at that offset");
  }

  @Test
  void aDecisionOnAnotherIntentThanTheOneAtItsOffsetIsDifferent() {
    var flow = new Flow();
    flow.intents =
        audit -> {
          for (long offset = 0; offset <= 6; offset++) {
            audit.intent(offset, offset == 2 ? 1 : 70 + offset, "intents@" + offset);
          }
        };

    audit(flow);

    only(Kind.DIFFERENT, 2, "not the one that lies here");
  }

  @Test
  void answersOfIntentsThatRetentionHasTakenAreCountedAndNotProven() {
    var flow = new Flow();
    flow.intentsBegin = 3;
    flow.intents =
        audit -> {
          for (long offset = 3; offset <= 6; offset++) {
            audit.intent(offset, 70 + offset, "intents@" + offset);
          }
        };

    audit(flow);

    assertThat(found.count()).isZero();
    assertThat(outcomes.gone()).isEqualTo(3);
    assertThat(outcomes.intents()).isEqualTo(3);
  }

  @Test
  void whoHasAnAnswerAndStillWaitsIsDouble() {
    var flow = new Flow();
    flow.room = flow.room.andThen(audit -> audit.waiting(2));
    flow.roomAgain = flow.roomAgain.andThen(audit -> audit.stillWaiting(2, "room@1"));

    audit(flow);

    only(Kind.DOUBLE, 2, "still waits");
  }

  @Test
  void whoLeftTheRoomWhileTheRestWasReadIsNotDouble() {
    var flow = new Flow();
    flow.room = flow.room.andThen(audit -> audit.waiting(2));

    audit(flow);

    assertThat(found.count()).isZero();
  }

  @Test
  void anOffsetOfAdmissionThatLiesBehindItsAnswersWasSetBack() {
    var audit = new PartitionAudit(0, 2L, found);
    audit.recorded(new Recorded(new Told(1, 2, Verdict.ADMIT, 1, true, "entry 1"), 0));
    audit.recorded(new Recorded(new Told(2, 3, Verdict.ADMIT, 1, true, "entry 2"), 0));

    assertThat(found.count(Kind.DIFFERENT)).isEqualTo(1);
  }

  @Test
  void withoutAnOffsetOfAdmissionTheCutLiesBehindTheLastAnswer() {
    var audit = new PartitionAudit(0, null, found);
    audit.recordedRefusal(3, Reason.EXPIRED, false, "entry 1");
    audit.intentsBegin(0);
    audit.intent(2, 0, "intents@2");
    audit.intent(3, 0, "intents@3");
    audit.intent(4, 0, "intents@4");

    assertThat(audit.end().cut()).isEqualTo(4);
    only(Kind.MISSING, 2, "no answer");
  }

  @Test
  void findingsAreBoundedAndTheirCountIsNot() {
    for (long offset = 0; offset < 1_000; offset++) {
      found.stray(0, "admitted-0@" + offset, "no decision");
    }

    assertThat(found.kept()).hasSize(Discrepancies.KEPT_MAX);
    assertThat(found.count()).isEqualTo(1_000);
  }
}
