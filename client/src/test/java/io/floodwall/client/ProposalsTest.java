package io.floodwall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How answers fold into fates, on a clock held here. */
class ProposalsTest {
  private static final long T0 = 1_000_000;
  private static final int PARTITION = 2;
  private static final IntentPlace HERE = new IntentPlace(PARTITION, 40);
  private static final Hash DIGEST = Hash.sha256(new byte[] {7});

  private final List<Fate.Step> steps = new ArrayList<>();
  private Proposals proposals = with(AgentLimits.DEFAULTS);

  private static Proposals with(AgentLimits limits) {
    return new Proposals(limits, "floodwall.intents", Runnable::run);
  }

  private static Intent intent(String id) {
    return Intent.of("agent-a", id, new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL);
  }

  private Proposal propose(String id) {
    return propose(id, Until.IN_FORCE);
  }

  private Proposal propose(String id, Until until) {
    return proposals.propose(intent(id), until, fate -> steps.add(fate.step()), T0);
  }

  private Proposal sent(String id) {
    Proposal proposal = propose(id);
    proposals.acknowledged(proposal, HERE, T0);
    return proposal;
  }

  private void refused(Reason reason, @Nullable Long retryAfterMs, long atMs) {
    refused(reason, retryAfterMs, null, HERE, atMs);
  }

  private void refused(
      Reason reason,
      @Nullable Long retryAfterMs,
      @Nullable Long earlier,
      IntentPlace place,
      long atMs) {
    proposals.hear(
        new News.Refused(
            new Refusal(
                "agent-a",
                "1",
                reason,
                "why",
                retryAfterMs,
                earlier,
                0,
                10,
                place.partition(),
                place.offset(),
                -1,
                atMs)),
        atMs);
  }

  private static News decided(IntentPlace place, long seq, Verdict verdict) {
    var facts =
        new AdmissionFacts(
            place.partition(), place.offset(), -1, T0, new TokenBucket(0, 0, T0), 0, T0, T0, null);
    var ruling =
        new Ruling(verdict, Reason.ADMITTED, null, List.of(), Priority.NORMAL, BlastRadius.CELL);
    return new News.Decided(
        new Decision(intent("1"), facts, ruling, "floodwall.admitted", null, seq, T0), DIGEST);
  }

  private static Fate now(CompletableFuture<Fate> future) {
    assertThat(future).isCompleted();
    return future.join();
  }

  @Test
  void aVerdictSettlesOnlyWhenItsLedgerEntryIsCommitted() {
    Proposal proposal = sent("1");
    proposals.hear(decided(HERE, 7, Verdict.ADMIT), T0);
    proposals.ledgered(PARTITION, 6);
    proposals.ledgered(PARTITION + 1, 100);
    assertThat(proposal.future()).isNotDone();
    proposals.ledgered(PARTITION, 7);
    assertThat(now(proposal.future())).matches(Fate::isAdmitted);
    assertThat(steps)
        .containsExactly(Fate.Step.ACKNOWLEDGED, Fate.Step.DECIDED, Fate.Step.IN_FORCE);
    assertThat(proposals.open()).isZero();
  }

  @Test
  void aHeadThatCameBeforeItsDecisionCounts() {
    Proposal proposal = sent("1");
    proposals.ledgered(PARTITION, 9);
    proposals.ledgered(PARTITION, 3); // an old head read late
    proposals.hear(decided(HERE, 9, Verdict.REJECT), T0);
    assertThat(now(proposal.future()).verdict()).isEqualTo(Verdict.REJECT);
  }

  @Test
  void anAnswerThatOvertakesTheAcknowledgementIsNotLost() {
    Proposal proposal = propose("1");
    proposals.hear(decided(HERE, 0, Verdict.DEFER), T0);
    proposals.ledgered(PARTITION, 0);
    proposals.acknowledged(proposal, HERE, T0);
    assertThat(now(proposal.future()).verdict()).isEqualTo(Verdict.DEFER);
  }

  @Test
  void anAnswerToAnotherPlaceChangesNothing() {
    Proposal proposal = sent("1");
    proposals.hear(decided(new IntentPlace(PARTITION, 41), 0, Verdict.ADMIT), T0);
    proposals.hear(decided(new IntentPlace(PARTITION + 1, 40), 0, Verdict.ADMIT), T0);
    proposals.ledgered(PARTITION, 0);
    assertThat(proposal.future()).isNotDone();
    assertThat(steps).containsExactly(Fate.Step.ACKNOWLEDGED);
  }

  @Test
  void theWaitingRoomIsTold() {
    Proposal proposal = sent("1");
    proposals.hear(
        new News.Waits(
            new Waiting("default", "agent-a", "1", Priority.NORMAL, 5, PARTITION, 40, T0)),
        T0);
    assertThat(proposal.future()).isNotDone();
    assertThat(steps).containsExactly(Fate.Step.ACKNOWLEDGED, Fate.Step.WAITING);
  }

  @Test
  void onlyTheAcknowledgementIsWaitedForWhereThatIsAsked() {
    Proposal proposal = propose("1", Until.ACKNOWLEDGED);
    proposals.acknowledged(proposal, HERE, T0);
    assertThat(now(proposal.future()).place()).isEqualTo(HERE);
  }

  @Test
  void whatIsNotAcknowledgedInTimeOrRefusedByTheBrokersSaysSo() {
    Proposal failed = propose("1");
    proposals.failed(failed, new IllegalStateException("disk full"));
    assertThat(failed.future())
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(NotSentException.class)
        .withMessageContaining("disk full");
    Proposal late = propose("2");
    proposals.due(T0 + 30_000);
    assertThat(now(late.future()).lookAt())
        .contains("did not acknowledge", "30000 ms", "same id is safe");
  }

  @Test
  void anUnansweredFateSaysWhereToLook() {
    Proposal proposal = sent("1");
    proposals.due(T0 + 29_999);
    assertThat(proposal.future()).isNotDone();
    proposals.due(T0 + 30_000);
    Fate fate = now(proposal.future());
    assertThat(fate).matches(Fate::isUnanswered).returns(Fate.Step.ACKNOWLEDGED, Fate::step);
    assertThat(fate.lookAt()).contains("floodwall.intents at partition 2 offset 40");
    proposals.hear(decided(HERE, 0, Verdict.ADMIT), T0);
    assertThat(steps).containsExactly(Fate.Step.ACKNOWLEDGED, Fate.Step.ACKNOWLEDGED);
  }

  @Test
  void beyondPendingMaxNothingIsTaken() {
    proposals = with(AgentLimits.DEFAULTS.withPendingMax(2));
    propose("1");
    Proposal second = propose("2");
    assertThatThrownBy(() -> propose("3"))
        .isInstanceOf(TooManyPendingException.class)
        .hasMessageContaining("2 proposals are open");
    proposals.failed(second, new IllegalStateException());
    propose("3");
    assertThat(proposals.open()).isEqualTo(2);
  }

  @Test
  void anEndThatIsNotToldYetStillCounts() {
    var blocked = new ArrayDeque<Runnable>();
    proposals =
        new Proposals(AgentLimits.DEFAULTS.withPendingMax(1), "floodwall.intents", blocked::add);
    sent("1");
    refused(Reason.RATE_LIMITED, 10L, T0);
    assertThatThrownBy(() -> propose("2")).isInstanceOf(TooManyPendingException.class);
    blocked.forEach(Runnable::run);
    propose("2");
  }

  @Test
  void aCancelledFutureGivesItsPlaceBack() {
    assertThat(sent("1").future().cancel(false)).isTrue();
    proposals.due(T0);
    assertThat(proposals.open()).isZero();
  }

  @Test
  void closingEndsWhatIsOpenAndTakesNoMore() {
    Proposal proposal = sent("1");
    proposals.close();
    assertThat(proposal.future()).isCompletedExceptionally();
    assertThatThrownBy(() -> propose("2")).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    Proposal proposal =
        proposals.propose(
            intent("1"),
            Until.IN_FORCE,
            fate -> {
              throw new IllegalStateException("a defect of the agent");
            },
            T0);
    proposals.acknowledged(proposal, HERE, T0);
    refused(Reason.RATE_LIMITED, 10L, T0);
    assertThat(now(proposal.future())).matches(Fate::isRefused);
  }

  @Nested
  class Repeats {
    private final IntentPlace first = new IntentPlace(PARTITION, 3);

    @Test
    void aDuplicateHasTheFateOfTheFirst() {
      Proposal proposal = sent("1");
      refused(Reason.DUPLICATE, null, first.offset(), HERE, T0);
      assertThat(proposal.future()).isNotDone();
      assertThat(proposals.takeLookUps()).isEqualTo(Map.of(PARTITION, 3L));
      assertThat(proposals.takeLookUps()).isEmpty();
      proposals.hear(decided(first, 1, Verdict.ADMIT), T0);
      proposals.ledgered(PARTITION, 1);
      assertThat(now(proposal.future()))
          .matches(Fate::isAdmitted)
          .returns(HERE, Fate::place)
          .returns(first, Fate::duplicateOf);
    }

    @Test
    void theFirstAndItsDuplicateInOneClientHaveOneFate() {
      Proposal one = propose("1");
      proposals.acknowledged(one, first, T0);
      Proposal two = sent("1");
      refused(Reason.DUPLICATE, null, first.offset(), HERE, T0);
      refused(Reason.EXPIRED, null, null, first, T0);
      assertThat(now(one.future()).reason()).isEqualTo(Reason.EXPIRED);
      assertThat(now(two.future()).reason()).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aDuplicateIsARefusalWhereItIsNotFollowed() {
      proposals = with(AgentLimits.DEFAULTS.withFollowDuplicates(false));
      Proposal proposal = sent("1");
      refused(Reason.DUPLICATE, null, first.offset(), HERE, T0);
      assertThat(now(proposal.future()).reason()).isEqualTo(Reason.DUPLICATE);
    }

    @Test
    void aDuplicateWhoseFirstIsNotAnsweredSaysWhereTheFirstLies() {
      Proposal proposal = sent("1");
      refused(Reason.DUPLICATE, null, first.offset(), HERE, T0);
      proposals.due(T0 + 30_000);
      assertThat(now(proposal.future()).lookAt()).contains("at partition 2 offset 3");
    }

    @Test
    void anIdConflictIsAnErrorThatSaysSo() {
      Proposal proposal = sent("1");
      refused(Reason.ID_CONFLICT, null, first.offset(), HERE, T0);
      assertThat(proposal.future())
          .failsWithin(java.time.Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(IdConflictException.class)
          .withMessageContaining("the id '1' of agent 'agent-a' was already used");
    }
  }

  @Nested
  class Retries {
    @Test
    void thereAreNoneUnlessAskedFor() {
      Proposal proposal = sent("1");
      refused(Reason.RATE_LIMITED, 1_000L, T0);
      assertThat(now(proposal.future()).retryAfterMs()).isEqualTo(1_000L);
    }

    @Test
    void theIntentIsSentAgainWhenRetryAfterHasPassed() {
      proposals = with(AgentLimits.DEFAULTS.withRetries(1, 60_000));
      Proposal proposal = sent("1");
      refused(Reason.RATE_LIMITED, 1_000L, T0);
      assertThat(proposals.due(T0 + 999)).isEmpty();
      assertThat(proposals.due(T0 + 1_000)).containsExactly(proposal);
      assertThat(proposals.due(T0 + 1_000)).isEmpty();
      var again = new IntentPlace(PARTITION, 50);
      proposals.acknowledged(proposal, again, T0 + 1_001);
      proposals.hear(decided(again, 0, Verdict.ADMIT), T0);
      proposals.ledgered(PARTITION, 0);
      assertThat(now(proposal.future())).returns(2, Fate::attempt).matches(Fate::isAdmitted);
    }

    @Test
    void theyEndAfterRetriesMax() {
      proposals = with(AgentLimits.DEFAULTS.withRetries(1, 60_000));
      Proposal proposal = sent("1");
      refused(Reason.RATE_LIMITED, 1_000L, T0);
      assertThat(proposals.due(T0 + 1_000)).hasSize(1);
      proposals.acknowledged(proposal, HERE, T0 + 1_000);
      refused(Reason.RATE_LIMITED, 1_000L, T0 + 1_001);
      assertThat(now(proposal.future())).matches(Fate::isRefused).returns(2, Fate::attempt);
    }

    @Test
    void theyEndWhenTheNextWouldBeTooLate() {
      proposals = with(AgentLimits.DEFAULTS.withRetries(100, 1_500));
      Proposal proposal = sent("1");
      refused(Reason.RATE_LIMITED, 1_501L, T0);
      assertThat(now(proposal.future())).matches(Fate::isRefused);
    }

    @Test
    void afterBackpressureEachWaitIsTwiceAsLong() {
      proposals = with(AgentLimits.DEFAULTS.withRetries(9, 60_000).withBackpressureWaitMs(100));
      Proposal proposal = sent("1");
      refused(Reason.BACKPRESSURE, null, T0);
      assertThat(proposals.due(T0 + 100)).hasSize(1);
      proposals.acknowledged(proposal, HERE, T0 + 100);
      refused(Reason.BACKPRESSURE, null, T0 + 100);
      assertThat(proposals.due(T0 + 299)).isEmpty();
      assertThat(proposals.due(T0 + 300)).hasSize(1);
    }

    @Test
    void aJailARateOfZeroAndAPassedDeadlineAreNotRetried() {
      proposals = with(AgentLimits.DEFAULTS.withRetries(9, 60_000));
      for (Reason reason : List.of(Reason.JAILED, Reason.EXPIRED, Reason.RATE_LIMITED)) {
        Proposal proposal = sent("1");
        refused(reason, reason == Reason.JAILED ? 5L : null, T0);
        assertThat(now(proposal.future()).reason()).isEqualTo(reason);
      }
    }
  }

  /** What a deployer did with what was admitted. */
  @Nested
  class Attempted {
    private final List<String> told = new ArrayList<>();

    private Proposal admitted() {
      Proposal proposal =
          proposals.propose(intent("1"), Until.OUTCOME, fate -> told.add(line(fate)), T0);
      proposals.acknowledged(proposal, HERE, T0);
      proposals.hear(decided(HERE, 7, Verdict.ADMIT), T0);
      proposals.ledgered(PARTITION, 7);
      told.clear();
      return proposal;
    }

    private static String line(Fate fate) {
      Outcome outcome = fate.outcome();
      return fate.step() + (outcome == null ? "" : " " + outcome.attempt() + outcome.result());
    }

    private void reported(int attempt, Result result) {
      reported(attempt, result, DIGEST);
    }

    private void reported(int attempt, Result result, Hash decision) {
      var outcome =
          new Outcome(
              "default",
              "agent-a",
              "1",
              decision,
              HERE.partition(),
              HERE.offset(),
              7,
              attempt,
              result,
              "deployer-1",
              null,
              "it says",
              T0);
      proposals.hear(new News.Reported(outcome), T0);
    }

    @Test
    void everyAttemptIsToldOnceAndInOrderUntilOneIsClosed() {
      Proposal proposal = admitted();
      reported(1, Result.STARTED);
      reported(1, Result.STARTED); // another deployer reached for it too
      reported(1, Result.RELEASED);
      reported(1, Result.APPLIED); // too late
      reported(2, Result.STARTED);
      assertThat(proposal.future()).isNotDone();
      reported(2, Result.APPLIED);
      assertThat(told)
          .containsExactly(
              "ATTEMPTED 1STARTED",
              "ATTEMPTED 1RELEASED",
              "ATTEMPTED 2STARTED",
              "ATTEMPTED 2APPLIED");
      assertThat(now(proposal.future()))
          .matches(Fate::isApplied)
          .matches(Fate::isAdmitted)
          .returns("agent-a/1 applied by deployer-1, attempt 2: it says", Fate::describe);
      assertThat(proposals.open()).isZero();
    }

    @Test
    void whatIsFailedOrNotKnownSettlesToo() {
      for (Result result : List.of(Result.FAILED, Result.UNKNOWN)) {
        proposals = with(AgentLimits.DEFAULTS);
        Proposal proposal = admitted();
        reported(1, Result.STARTED);
        reported(1, result);
        assertThat(now(proposal.future()).outcome()).returns(result, Outcome::result);
        assertThat(proposal.future().join().isApplied()).isFalse();
      }
    }

    @Test
    void anOutcomeHeardBeforeItsVerdictIsInForceIsToldAfterIt() {
      Proposal proposal =
          proposals.propose(intent("1"), Until.OUTCOME, fate -> told.add(line(fate)), T0);
      reported(1, Result.STARTED); // even before the acknowledgement
      proposals.acknowledged(proposal, HERE, T0);
      reported(1, Result.APPLIED);
      proposals.hear(decided(HERE, 7, Verdict.ADMIT), T0);
      assertThat(told).containsExactly("ACKNOWLEDGED", "DECIDED");
      proposals.ledgered(PARTITION, 7);
      assertThat(told)
          .containsExactly(
              "ACKNOWLEDGED", "DECIDED", "IN_FORCE", "ATTEMPTED 1STARTED", "ATTEMPTED 1APPLIED");
      assertThat(now(proposal.future())).matches(Fate::isApplied);
    }

    @Test
    void anOutcomeOfAnotherDecisionChangesNothing() {
      Proposal proposal = admitted();
      reported(1, Result.APPLIED, Hash.sha256(new byte[] {8}));
      assertThat(proposal.future()).isNotDone();
      assertThat(told).isEmpty();
    }

    @Test
    void whatIsNotAdmittedHasNoOutcomeToWaitFor() {
      Proposal refused = proposals.propose(intent("1"), Until.OUTCOME, FateListener.NONE, T0);
      proposals.acknowledged(refused, HERE, T0);
      refused(Reason.JAILED, null, T0);
      assertThat(now(refused.future())).matches(Fate::isRefused);

      Proposal rejected = proposals.propose(intent("2"), Until.OUTCOME, FateListener.NONE, T0);
      proposals.acknowledged(rejected, HERE, T0);
      proposals.hear(decided(HERE, 7, Verdict.REJECT), T0);
      assertThat(rejected.future()).isNotDone();
      proposals.ledgered(PARTITION, 7);
      assertThat(now(rejected.future()).verdict()).isEqualTo(Verdict.REJECT);
    }

    @Test
    void anAdmittedIntentIsWatchedLongerForItsOutcome() {
      proposals = with(AgentLimits.DEFAULTS.withAnswerTimeoutMs(100).withOutcomeTimeoutMs(1_000));
      Proposal proposal = admitted();
      proposals.due(T0 + 100);
      proposals.due(T0 + 1_099);
      assertThat(proposal.future()).isNotDone();
      proposals.due(T0 + 1_100);
      assertThat(now(proposal.future()))
          .matches(Fate::isAdmitted)
          .matches(Fate::isUnanswered)
          .satisfies(
              fate ->
                  assertThat(fate.describe())
                      .contains("in force, and no deployer has reported on it after 1100 ms"));
    }
  }
}
