package io.floodwall.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.NotSentException;
import io.floodwall.client.Until;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a test can write down for the wall in memory, and that its clock is the test's. */
class FakeWallTest {
  private static Intent intent(String id, Priority priority) {
    return Intent.of("agent-a", id, new Action.Destroy("web"), priority, BlastRadius.CELL);
  }

  private static final Intent INTENT = intent("1", Priority.NORMAL);

  @Test
  void theNextIntentIsRefusedAndItsRetryIsAdmitted() {
    Intent intent = INTENT;
    // snippet: fake
    FakeWall wall = FakeWall.open().refuseNext(Reason.RATE_LIMITED, 1_000L);
    AgentClient client = wall.agentClient(AgentLimits.DEFAULTS.withRetries(3, 10_000));
    CompletableFuture<Fate> fate = client.propose(intent);
    wall.advance(999);
    assertThat(fate).isNotDone();
    wall.advance(1); // the retry; now the wall admits it
    assertThat(fate.join().isAdmitted()).isTrue();
    // end snippet
    assertThat(fate.join().attempt()).isEqualTo(2);
    assertThat(wall.received()).containsExactly(INTENT, INTENT);
  }

  @Test
  void answersAreGivenInTheOrderTheyAreWrittenDown() {
    FakeWall wall =
        FakeWall.open()
            .ruleNext(Verdict.REJECT, "not today")
            .refuseNext(Reason.JAILED, null)
            .failNext("disk full");
    AgentClient client = wall.agentClient();
    assertThat(client.propose(intent("1", Priority.NORMAL)).join().describe())
        .isEqualTo("agent-a/1 reject POLICY: not today");
    assertThat(client.propose(intent("2", Priority.NORMAL)).join().reason())
        .isEqualTo(Reason.JAILED);
    assertThatThrownBy(client.propose(intent("3", Priority.NORMAL))::join)
        .hasCauseInstanceOf(NotSentException.class)
        .hasMessageContaining("disk full");
    assertThat(client.propose(intent("4", Priority.NORMAL)).join()).matches(Fate::isAdmitted);
  }

  @Test
  void whatNobodyAnswersIsGivenUpWhenTheClockSaysSo() {
    FakeWall wall = FakeWall.open().ignoreNext();
    CompletableFuture<Fate> fate = wall.agentClient().propose(INTENT);
    wall.advance(29_999);
    assertThat(fate).isNotDone();
    wall.advance(1);
    assertThat(fate.join()).matches(Fate::isUnanswered);
  }

  @Test
  void aDecisionIsNotInForceWhileTheLedgerStands() {
    FakeWall wall = FakeWall.open();
    wall.stopLedger();
    CompletableFuture<Fate> fate = wall.agentClient().propose(INTENT);
    assertThat(fate).isNotDone();
    wall.startLedger();
    assertThat(fate.join()).matches(Fate::isAdmitted);
  }

  @Test
  void whatWaitsIsRuledOnMostUrgentFirst() {
    FakeWall wall = FakeWall.open();
    AgentClient client = wall.agentClient();
    wall.closeValve();
    var order = new ArrayList<String>();
    FateListener listener =
        told -> {
          if (told.inForce()) {
            order.add(told.intent().id());
          }
        };
    var bulk = client.propose(intent("bulk", Priority.BULK), Until.IN_FORCE, listener);
    var pager = client.propose(intent("pager", Priority.PAGER), Until.IN_FORCE, listener);
    assertThat(order).isEmpty();
    wall.openValve();
    assertThat(order).containsExactly("pager", "bulk");
    assertThat(bulk).isCompleted();
    assertThat(pager).isCompleted();
  }

  @Test
  void ratesAndRepeatsAreThoseOfTheRealAdmission() {
    FakeWall wall = FakeWall.shipped(5, 1);
    AgentClient client = wall.agentClient(AgentLimits.DEFAULTS.withFollowDuplicates(false));
    assertThat(client.propose(INTENT).join()).matches(Fate::isAdmitted);
    assertThat(client.propose(INTENT).join().reason()).isEqualTo(Reason.DUPLICATE);
    for (int i = 2; i <= 5; i++) {
      assertThat(client.propose(intent("" + i, Priority.NORMAL)).join()).matches(Fate::isAdmitted);
    }
    assertThat(client.propose(intent("6", Priority.NORMAL)).join())
        .returns(Reason.RATE_LIMITED, Fate::reason)
        .returns(1_000L, Fate::retryAfterMs);
    wall.advance(1_000);
    assertThat(client.propose(intent("6", Priority.NORMAL)).join()).matches(Fate::isAdmitted);
  }

  @Test
  void aTestReportsAsADeployerWould() {
    FakeWall wall = FakeWall.open();
    var told = new ArrayList<Fate.Step>();
    CompletableFuture<Fate> fate =
        wall.agentClient().propose(INTENT, Until.OUTCOME, step -> told.add(step.step()));
    wall.report("agent-a", "1", Result.STARTED, null, "");
    assertThat(fate).isNotDone();
    wall.report("agent-a", "1", Result.FAILED, 1, "no such host");
    assertThat(fate.join().describe())
        .isEqualTo("agent-a/1 failed by fake-deployer, attempt 1: no such host");
    assertThat(told)
        .containsExactly(
            Fate.Step.ACKNOWLEDGED,
            Fate.Step.DECIDED,
            Fate.Step.IN_FORCE,
            Fate.Step.ATTEMPTED,
            Fate.Step.ATTEMPTED);
  }

  @Test
  void onlyWhatIsAdmittedAndInForceCanBeReported() {
    FakeWall wall = FakeWall.open();
    wall.stopLedger();
    CompletableFuture<Fate> fate =
        wall.agentClient().propose(INTENT, Until.OUTCOME, FateListener.NONE);
    assertThatThrownBy(() -> wall.report("agent-a", "1", Result.APPLIED, null, ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("agent-a/1 is not admitted and in force");
    wall.startLedger();
    wall.report("agent-a", "1", Result.APPLIED, null, "");
    assertThat(fate.join().isApplied()).isTrue();
  }
}
