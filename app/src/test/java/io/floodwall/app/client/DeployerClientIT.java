package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.FencedException;
import io.floodwall.client.Proof;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A deployer on a real broker whose decisions and heads the test writes. */
class DeployerClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Action APPLY = new Action.Apply("web", "replicas: 2");
  private static final Action INVOKE = new Action.Invoke("db", "vacuum", List.of());

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static DecidedWall wall(String prefix) {
    return DecidedWall.create(broker.bootstrapServers(), prefix, 1);
  }

  @Test
  void whatIsNotYetInForceIsNotHandedOut() throws Exception {
    try (var bare = wall("force.")) {
      bare.admit(0, APPLY);
      bare.admit(0, APPLY);
      bare.inForceThrough(0, -1);
      DeployerClient deployer = bare.deployer("d");
      assertThat(deployer.poll(10, A_WHILE)).isEmpty();

      bare.inForceThrough(0, 0);
      assertThat(deployer.poll(10, PATIENCE))
          .singleElement()
          .satisfies(first -> assertThat(first.decision().decisionSeq()).isZero())
          .satisfies(first -> assertThat(first.attempt()).isOne());
      assertThat(deployer.poll(10, A_WHILE)).isEmpty();
    }
  }

  /**
   * Under the proof that believes the head, its reading what is committed is all that guards it.
   */
  @Test
  void aDecisionThatWasRolledBackIsNeverHandedOut() throws Exception {
    try (var bare = wall("rolled-back.")) {
      bare.admitAndRollBack(0, INVOKE);
      bare.admit(0, APPLY);
      bare.inForceThrough(0, 0);
      try (DeployerClient deployer = bare.builder().name("d").proof(Proof.HEAD).open()) {
        assertOnlyApplyIsHandedOut(deployer);
      }
    }
  }

  @Test
  void aDecisionThatWasRolledBackIsNoDoubtAboutTheLedger() throws Exception {
    try (var bare = wall("rolled-back-proven.")) {
      bare.admitAndRollBack(0, INVOKE);
      bare.admit(0, APPLY);
      bare.inForceThrough(0, 0);
      assertOnlyApplyIsHandedOut(bare.deployer("d"));
    }
  }

  private static void assertOnlyApplyIsHandedOut(DeployerClient deployer) {
    assertThat(deployer.poll(10, PATIENCE))
        .singleElement()
        .satisfies(one -> assertThat(one.decision().intent().action()).isEqualTo(APPLY));
    assertThat(deployer.poll(10, A_WHILE)).isEmpty();
  }

  @Test
  void whatWasOpenWhenADeployerEndedIsRepeatedOrUnknownAndItsLateReportIsRefused()
      throws Exception {
    try (var bare = wall("taken.")) {
      bare.admit(0, APPLY);
      bare.admit(0, INVOKE);
      bare.admit(0, APPLY);
      bare.inForceThrough(0, 2);
      DeployerClient first = bare.deployer("d");
      List<Delivery> open = first.poll(10, PATIENCE);
      assertThat(open).extracting(Delivery::attempt).containsExactly(1, 1, 1);
      CompletableFuture<Outcome> done = open.get(2).applied("done");
      assertThat(first.poll(10, A_WHILE)).isEmpty();
      assertThat(done).isCompleted();

      DeployerClient second = bare.deployer("d");
      List<Delivery> again = second.poll(10, PATIENCE);

      assertThat(again)
          .singleElement()
          .satisfies(repeat -> assertThat(repeat.digest()).isEqualTo(open.get(0).digest()))
          .satisfies(repeat -> assertThat(repeat.attempt()).isEqualTo(2))
          .satisfies(repeat -> assertThat(repeat.isRepeat()).isTrue());
      Hash unknown = open.get(1).digest();
      assertThat(second.unknownOutcomes()).extracting(Outcome::decision).containsExactly(unknown);
      CompletableFuture<Outcome> late = open.get(1).applied("too late");
      assertThatThrownBy(() -> first.poll(10, A_WHILE)).isInstanceOf(FencedException.class);
      assertThat(late).isCompletedExceptionally();

      CompletableFuture<Outcome> repeated = again.get(0).applied("done");
      second.resolve(unknown, Result.APPLIED, "looked: the table is clean");
      assertThat(second.poll(10, A_WHILE)).isEmpty();
      assertThat(repeated).isCompleted();
      assertThat(second.unknownOutcomes()).isEmpty();

      DeployerClient third = bare.deployer("d");
      assertThat(third.poll(10, A_WHILE.multipliedBy(2))).isEmpty();
    }
  }

  @Test
  void releasedIsHandedOutAgainAndAnAttemptIsReportedOnce() throws Exception {
    try (var bare = wall("given.")) {
      bare.admit(0, INVOKE);
      bare.inForceThrough(0, 0);
      DeployerClient deployer = bare.deployer("d");
      Delivery first = deployer.poll(1, PATIENCE).get(0);
      CompletableFuture<Outcome> released = first.release();
      assertThatIllegalStateException().isThrownBy(() -> first.applied("after all"));

      assertThat(deployer.poll(1, PATIENCE))
          .singleElement()
          .satisfies(second -> assertThat(second.fencingToken()).endsWith("/2"));
      assertThat(released).isCompleted();
    }
  }

  @Test
  void anyOtherIsolationIsRefused() {
    var builder =
        DeployerClient.builder()
            .bootstrap("none:1")
            .name("d")
            .properties(Map.of("isolation.level", "read_uncommitted"));
    assertThatIllegalStateException()
        .isThrownBy(builder::open)
        .withMessageContaining("read_committed and nothing else");
  }
}
