package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.ClientClosedException;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.IdConflictException;
import io.floodwall.client.InvalidIntentException;
import io.floodwall.client.TooManyPendingException;
import io.floodwall.client.Until;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AgentClient} keeps to, at a wall with the bundle that ships and {@link #BURST}
 * tokens an agent, one more a second: held by the client on Kafka and by the one in memory, so that
 * a test against the second says something of the first.
 */
abstract class AgentClientContract {
  static final int BURST = 8;
  static final AgentLimits LIMITS = AgentLimits.DEFAULTS;

  /** A new client of the wall. */
  abstract AgentClient client(AgentLimits limits);

  abstract void closeValve();

  abstract void openValve();

  /** A deployer attempts what is admitted under this name, and says how that ended. */
  abstract void report(
      String agent, String id, Result result, @Nullable Integer exitCode, String said);

  /** Waits until it is done, letting time pass. */
  abstract Fate get(CompletableFuture<Fate> future);

  private static Intent intent(String agent, String id, Action action, BlastRadius blast) {
    return Intent.of(agent, id, action, Priority.NORMAL, blast);
  }

  private static Intent destroy(String agent, String id) {
    return intent(agent, id, new Action.Destroy("web"), BlastRadius.CELL);
  }

  private static Intent reasoned(String agent, String id, String reasoning) {
    Intent plain = destroy(agent, id);
    return new Intent(
        plain.tenant(),
        agent,
        id,
        null,
        plain.action(),
        plain.priority(),
        plain.blast(),
        null,
        reasoning,
        null,
        null,
        null);
  }

  @Test
  void anAdmittedIntentIsToldWhenItIsInForce() {
    try (AgentClient client = client(LIMITS)) {
      List<Fate.Step> steps = Collections.synchronizedList(new ArrayList<>());
      Fate fate =
          get(client.propose(destroy("fine", "1"), Until.IN_FORCE, told -> steps.add(told.step())));
      assertThat(fate)
          .matches(Fate::isAdmitted)
          .returns(Reason.ADMITTED, Fate::reason)
          .returns(1, Fate::attempt);
      assertThat(steps)
          .startsWith(Fate.Step.ACKNOWLEDGED)
          .endsWith(Fate.Step.IN_FORCE)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aRejectedAndADeferredIntentSayWhy() {
    try (AgentClient client = client(LIMITS)) {
      Fate rejected =
          get(client.propose(intent("rash", "1", new Action.Destroy("web"), BlastRadius.GLOBAL)));
      assertThat(rejected).returns(Verdict.REJECT, Fate::verdict).matches(Fate::inForce);
      assertThat(rejected.describe())
          .isEqualTo("rash/1 reject POLICY: destructive global change requires human sign-off");
      Fate deferred =
          get(client.propose(intent("rash", "2", new Action.Destroy("db"), BlastRadius.CELL)));
      assertThat(deferred).returns(Verdict.DEFER, Fate::verdict);
      assertThat(deferred.describe()).contains("resource 'db' is not on the allowlist");
    }
  }

  @Test
  void whoSendsTooMuchIsRefusedWithTheTimeToComeBack() {
    try (AgentClient client = client(LIMITS)) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 0; i < 3 * BURST; i++) {
        fates.add(client.propose(destroy("runaway", Integer.toString(i))));
      }
      List<Fate> all = fates.stream().map(this::get).toList();
      assertThat(all.subList(0, BURST)).allMatch(Fate::isAdmitted);
      List<Fate> refused = all.stream().filter(Fate::isRefused).toList();
      assertThat(refused.size()).isGreaterThan(BURST);
      assertThat(refused)
          .allMatch(fate -> fate.reason() == Reason.RATE_LIMITED)
          .allSatisfy(fate -> assertThat(fate.retryAfterMs()).isBetween(1L, 1_000L));
    }
  }

  @Test
  void withRetriesOnWhatWasRefusedForRateIsAdmittedLater() {
    AgentLimits limits = LIMITS.withRetries(10, 20_000);
    try (AgentClient client = client(limits)) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (int i = 0; i < BURST + 2; i++) {
        fates.add(client.propose(destroy("patient", Integer.toString(i))));
      }
      List<Fate> all = fates.stream().map(this::get).toList();
      assertThat(all).allMatch(Fate::isAdmitted);
      assertThat(all).anyMatch(fate -> fate.attempt() > 1);
    }
  }

  @Test
  void aRepeatedIntentHasTheFateOfTheFirst() {
    Fate first;
    try (AgentClient client = client(LIMITS)) {
      first = get(client.propose(destroy("twice", "1")));
      Fate second = get(client.propose(destroy("twice", "1")));
      assertThat(second)
          .returns(first.decision(), Fate::decision)
          .returns(first.place(), Fate::duplicateOf)
          .matches(Fate::isAdmitted);
      assertThat(second.place()).isNotEqualTo(first.place());
    }
    try (AgentClient afterARestart = client(LIMITS)) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(afterARestart.propose(destroy("twice", "1"))))
            .returns(first.decision(), Fate::decision)
            .returns(first.place(), Fate::duplicateOf)
            .matches(Fate::isAdmitted);
      }
    }
  }

  @Test
  void aRepeatIsARefusalForWhomWantsItSo() {
    try (AgentClient client = client(LIMITS.withFollowDuplicates(false))) {
      assertThat(get(client.propose(destroy("plain", "1")))).matches(Fate::isAdmitted);
      assertThat(get(client.propose(destroy("plain", "1"))).reason()).isEqualTo(Reason.DUPLICATE);
    }
  }

  @Test
  void anIdUsedForAnotherIntentIsAnError() {
    try (AgentClient client = client(LIMITS)) {
      get(client.propose(destroy("reuser", "1")));
      CompletableFuture<Fate> other = client.propose(reasoned("reuser", "1", "another"));
      assertThatThrownBy(() -> get(other))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IdConflictException.class)
          .hasMessageContaining("was already used for a different intent");
    }
  }

  @Test
  void whatWaitsIsToldAndAfterATimeSaysWhereToLook() {
    closeValve();
    try (AgentClient client = client(LIMITS.withAnswerTimeoutMs(2_000))) {
      Fate fate = get(client.propose(destroy("held", "1")));
      assertThat(fate).returns(Fate.Step.WAITING, Fate::step).matches(Fate::isUnanswered);
      assertThat(fate.lookAt())
          .contains("waiting room", "floodwall.intents", String.valueOf(fate.place()));
    } finally {
      openValve();
    }
    try (AgentClient client = client(LIMITS)) {
      assertThat(get(client.propose(destroy("held", "1"))))
          .as("the same again tells what became of it")
          .matches(Fate::isAdmitted);
    }
  }

  @Test
  void beyondPendingMaxAProposalIsTurnedAwayAtOnce() {
    closeValve();
    try (AgentClient client = client(LIMITS.withPendingMax(2))) {
      CompletableFuture<Fate> one = client.propose(destroy("many", "1"));
      CompletableFuture<Fate> two = client.propose(destroy("many", "2"));
      assertThatThrownBy(() -> client.propose(destroy("many", "3")))
          .isInstanceOf(TooManyPendingException.class);
      openValve();
      assertThat(Stream.of(one, two).map(this::get)).allMatch(Fate::isAdmitted);
      assertThat(get(client.propose(destroy("many", "3")))).matches(Fate::isAdmitted);
    } finally {
      openValve();
    }
  }

  @Test
  void whatTheDoorWouldRefuseIsNotSent() {
    try (AgentClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.propose(destroy("a\u202eb", "1")))
          .isInstanceOf(InvalidIntentException.class)
          .hasMessageContaining("BAD_IDENTITY: agent must be 1-200 bytes");
      assertThatThrownBy(() -> client.propose(reasoned("a", "1", "x".repeat(20_000))))
          .isInstanceOf(InvalidIntentException.class)
          .hasMessageContaining("BAD_FIELD: reasoning must have at most");
      assertThatThrownBy(() -> client.propose(reasoned("a", "1", "half \ud83d")))
          .isInstanceOf(InvalidIntentException.class);
    }
  }

  @Test
  void hostileTextComesBackAsItWasSent() {
    String hostile = "\u001b[2J\u202e\u0000\n' OR 1=1 -- \uD83D\uDE80";
    try (AgentClient client = client(LIMITS)) {
      Fate fate = get(client.propose(reasoned("hostile '\"{}<b>", "%s/$(id)", hostile)));
      assertThat(fate).matches(Fate::isAdmitted);
      assertThat(fate.decision()).isNotNull();
      assertThat(fate.decision().intent().reasoning()).isEqualTo(hostile);
    }
  }

  @Test
  void closingEndsWhatIsOpen() {
    closeValve();
    try {
      AgentClient client = client(LIMITS);
      CompletableFuture<Fate> open = client.propose(destroy("left", "1"));
      client.close();
      client.close();
      assertThatThrownBy(open::join).hasCauseInstanceOf(ClientClosedException.class);
      assertThatThrownBy(
              () -> client.propose(destroy("left", "2"), Until.IN_FORCE, FateListener.NONE))
          .isInstanceOf(ClientClosedException.class);
    } finally {
      openValve();
    }
  }

  @Test
  void aListenerMayProposeAndCloseTheClient() {
    AgentClient client = client(LIMITS);
    var nested = new CompletableFuture<Fate>();
    get(
        client.propose(
            destroy("nested", "1"),
            Until.IN_FORCE,
            told -> {
              if (told.step() == Fate.Step.IN_FORCE) {
                var unused =
                    client
                        .propose(destroy("nested", "2"))
                        .whenComplete(
                            (fate, problem) -> {
                              client.close();
                              nested.complete(fate);
                            });
              }
            }));
    assertThat(get(nested)).matches(Fate::isAdmitted);
  }

  @Test
  void theOutcomeIsToldAsTheDeployerWroteItOncePerAttemptAndInOrder() {
    String hostile = "\u001b[2J\u202edone\n";
    try (AgentClient client = client(LIMITS)) {
      List<String> told = Collections.synchronizedList(new ArrayList<>());
      CompletableFuture<Fate> future =
          client.propose(
              destroy("tried", "1"),
              Until.OUTCOME,
              fate -> {
                Outcome outcome = fate.outcome();
                told.add(
                    outcome == null
                        ? fate.step().name()
                        : outcome.attempt() + " " + outcome.result());
              });
      report("tried", "1", Result.RELEASED, null, "");
      report("tried", "1", Result.APPLIED, 0, hostile);
      Fate fate = get(future);
      assertThat(fate).matches(Fate::isAdmitted).matches(Fate::isApplied);
      assertThat(fate.outcome())
          .returns(hostile, Outcome::evidence)
          .returns(0, Outcome::exitCode)
          .returns(2, Outcome::attempt);
      assertThat(told)
          .startsWith("ACKNOWLEDGED")
          .endsWith("IN_FORCE", "1 STARTED", "1 RELEASED", "2 STARTED", "2 APPLIED")
          .doesNotHaveDuplicates();
    }
    try (AgentClient afterARestart = client(LIMITS)) {
      assertThat(
              get(afterARestart.propose(destroy("tried", "1"), Until.OUTCOME, FateListener.NONE)))
          .as("the same again tells what was done with the first")
          .matches(Fate::isApplied);
    }
  }

  @Test
  void whatIsRejectedIsNotWaitedForAnyLonger() {
    try (AgentClient client = client(LIMITS)) {
      Intent rash = intent("rash", "9", new Action.Destroy("web"), BlastRadius.GLOBAL);
      assertThat(get(client.propose(rash, Until.OUTCOME, FateListener.NONE)))
          .returns(Verdict.REJECT, Fate::verdict)
          .returns(null, Fate::outcome);
    }
  }

  @Test
  void whatNoDeployerReportsOnSaysSoAfterATime() {
    try (AgentClient client = client(LIMITS.withAnswerTimeoutMs(5_000).withOutcomeTimeoutMs(100))) {
      Fate fate = get(client.propose(destroy("alone", "1"), Until.OUTCOME, FateListener.NONE));
      assertThat(fate).matches(Fate::isAdmitted).matches(Fate::isUnanswered);
      assertThat(fate.lookAt()).contains("no deployer has reported on it");
    }
  }
}
