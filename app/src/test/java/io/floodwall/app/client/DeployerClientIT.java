package io.floodwall.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.DeployerClientBuilder;
import io.floodwall.client.FencedException;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
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

  /** A wall of one partition, without its applications. */
  private static final class Bare implements AutoCloseable {
    final Wall wall;
    private final Producer<byte[], byte[]> producer;
    private final List<DeployerClient> opened = new ArrayList<>();
    private long decisions;

    Bare(String prefix) {
      wall =
          Wall.connect(
              Map.of("bootstrap.servers", broker.bootstrapServers()), prefix, PATIENCE.toMillis());
      wall.topicSet().create(1, Optional.empty());
      producer = wall.producer(Map.of());
    }

    void admit(Action action) throws Exception {
      admit(producer, action);
    }

    private void admit(Producer<byte[], byte[]> by, Action action) throws Exception {
      String id = Long.toString(decisions);
      Intent intent = Intent.of("agent", id, action, Priority.NORMAL, BlastRadius.CELL);
      var bucket = new TokenBucket(1, 0, 0);
      var facts = new AdmissionFacts(0, decisions, decisions - 1, 1, bucket, 0, 1, 1, null);
      var ruling =
          new Ruling(
              Verdict.ADMIT, Reason.ADMITTED, null, List.of(), Priority.NORMAL, BlastRadius.CELL);
      String topic = wall.topics().admitted();
      var decision = new Decision(intent, facts, ruling, topic, null, decisions, 1);
      decisions++;
      send(by, topic, "agent", wall.codecs().decision().encode(decision));
    }

    /** A decision that a gate wrote and that was rolled back with its transaction. */
    void admitAndRollBack(Action action) throws Exception {
      long before = decisions;
      try (var rolledBack =
          wall.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, wall.prefix() + "gate"))) {
        rolledBack.initTransactions();
        rolledBack.beginTransaction();
        admit(rolledBack, action);
        rolledBack.abortTransaction();
      }
      decisions = before;
    }

    void inForceThrough(long decisionSeq) throws Exception {
      var head = new PublishedHead("test/0", 0, Chain.genesis("test/0"), decisionSeq);
      send(producer, wall.topics().heads(), "0", wall.codecs().head().encode(head));
    }

    private static void send(Producer<byte[], byte[]> by, String topic, String key, byte[] value)
        throws Exception {
      by.send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value)).get();
    }

    DeployerClient deployer(String name) {
      DeployerClient client = builder().name(name).open();
      opened.add(client);
      return client;
    }

    DeployerClientBuilder builder() {
      return DeployerClient.builder()
          .bootstrap(broker.bootstrapServers())
          .prefix(wall.prefix())
          .group(wall.prefix() + "deployers");
    }

    @Override
    public void close() {
      for (DeployerClient client : opened) {
        try {
          client.close();
        } catch (RuntimeException e) {
          System.out.println("closing one that was taken over: " + e);
        }
      }
      producer.close();
      wall.close();
    }
  }

  @Test
  void whatIsNotYetInForceIsNotHandedOut() throws Exception {
    try (var bare = new Bare("force.")) {
      bare.admit(APPLY);
      bare.admit(APPLY);
      bare.inForceThrough(-1);
      DeployerClient deployer = bare.deployer("d");
      assertThat(deployer.poll(10, A_WHILE)).isEmpty();

      bare.inForceThrough(0);
      assertThat(deployer.poll(10, PATIENCE))
          .singleElement()
          .satisfies(first -> assertThat(first.decision().decisionSeq()).isZero())
          .satisfies(first -> assertThat(first.attempt()).isOne());
      assertThat(deployer.poll(10, A_WHILE)).isEmpty();
    }
  }

  @Test
  void aDecisionThatWasRolledBackIsNeverHandedOut() throws Exception {
    try (var bare = new Bare("rolled-back.")) {
      bare.admitAndRollBack(INVOKE);
      bare.admit(APPLY);
      bare.inForceThrough(0);
      assertThat(bare.deployer("d").poll(10, PATIENCE))
          .singleElement()
          .satisfies(one -> assertThat(one.decision().intent().action()).isEqualTo(APPLY));
    }
  }

  @Test
  void whatWasOpenWhenADeployerEndedIsRepeatedOrUnknownAndItsLateReportIsRefused()
      throws Exception {
    try (var bare = new Bare("taken.")) {
      bare.admit(APPLY);
      bare.admit(INVOKE);
      bare.admit(APPLY);
      bare.inForceThrough(2);
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
    try (var bare = new Bare("given.")) {
      bare.admit(INVOKE);
      bare.inForceThrough(0);
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
