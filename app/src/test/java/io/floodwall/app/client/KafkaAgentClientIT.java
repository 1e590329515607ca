package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.Proof;
import io.floodwall.client.Until;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, held by the client on Kafka. */
class KafkaAgentClientIT extends AgentClientContract {
  static final int PARTITIONS = 3;
  private static final int AGENTS = 20;
  private static final long PATIENCE_S = 60;

  private static LocalWall local;
  private static Wall wall;

  @BeforeAll
  static void raiseAWall() {
    local =
        LocalWall.start(
            BrokerFolder.throwAway(),
            new LocalWall.Plan(
                Topics.DEFAULT_PREFIX,
                PARTITIONS,
                0,
                Map.of(
                    "floodwall.rate.burst", Integer.toString(BURST), "floodwall.rate.refill", "1")),
            line -> {});
    wall =
        Wall.connect(
            Map.of("bootstrap.servers", local.bootstrapServers()), Topics.DEFAULT_PREFIX, 30_000);
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
    local.close();
  }

  static Wall wall() {
    return wall;
  }

  @Override
  AgentClient client(AgentLimits limits) {
    return wall.agentClient().limits(limits).open();
  }

  @Override
  void closeValve() {
    valve(true);
  }

  @Override
  void openValve() {
    valve(false);
  }

  private static void valve(boolean closed) {
    var publisher = new Publisher(wall);
    publisher.awaitInEffect(
        publisher.control(Control.valve(closed, "contract", "test", null)), 30_000);
  }

  @Override
  void report(String agent, String id, Result result, @Nullable Integer exitCode, String said) {
    try (DeployerClient deployer =
        wall.deployerClient().name("contract").proof(Proof.HEAD).open()) {
      Awaitility.await(agent + "/" + id)
          .atMost(Duration.ofSeconds(PATIENCE_S))
          .until(() -> hasReported(deployer, agent, id, result, exitCode, said));
    }
  }

  /** What the other tests had admitted is done meanwhile. */
  private static boolean hasReported(
      DeployerClient deployer,
      String agent,
      String id,
      Result result,
      @Nullable Integer exitCode,
      String said) {
    boolean found = false;
    for (Delivery delivery : deployer.poll(1, Duration.ofSeconds(1))) {
      Intent intent = delivery.decision().intent();
      boolean isIt = intent.agent().equals(agent) && intent.id().equals(id);
      var unused = isIt ? delivery.report(result, exitCode, said) : delivery.applied("");
      found |= isIt;
    }
    return found;
  }

  @Override
  Fate get(CompletableFuture<Fate> future) {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not done", e);
    }
  }

  @Test
  void aFloodThroughGarbageLeavesNoFutureOpenAndNoFateWrong() {
    closeValve();
    try (AgentClient client = client(LIMITS)) {
      var told = new ConcurrentHashMap<Fate.Step, LongAdder>();
      var flood = new ArrayList<Flooding>();
      for (int agent = 0; agent < AGENTS; agent++) {
        flood.add(new Flooding(client, "flood-" + agent, told));
      }
      garble();
      flood.forEach(Flooding::propose);
      garble();
      Awaitility.await("a waiting room that fills")
          .atMost(Duration.ofSeconds(PATIENCE_S))
          .until(() -> told.containsKey(Fate.Step.WAITING));
      openValve();
      garble();
      flood.forEach(one -> one.check(this::get));
      assertThat(told).containsKeys(Fate.Step.REFUSED, Fate.Step.DECIDED, Fate.Step.IN_FORCE);
    } finally {
      openValve();
    }
  }

  @Test
  void aWallThatIsNotThereIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                AgentClient.builder().bootstrap(local.bootstrapServers()).prefix("nowhere.").open())
        .isInstanceOf(UnknownTopicOrPartitionException.class)
        .hasMessageContaining("nowhere.intents");
  }

  @Test
  void aClientThatOnlySendsNeedsNoAnswers() {
    try (AgentClient client = wall.agentClient().sendsOnly().open()) {
      Intent intent =
          Intent.of("sender", "1", new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL);
      assertThat(get(client.propose(intent, Until.ACKNOWLEDGED, FateListener.NONE)).place())
          .isNotNull();
      assertThatThrownBy(() -> client.propose(intent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("only sends");
    }
  }

  /** Writes what nobody can use to every topic that the client reads, committed and not. */
  private static void garble() {
    byte[] short3 = {0, 0, 1};
    byte[] otherRecord = {0, 0, 0, 0, 1, 2, 3};
    byte[] unknownSchema = {0, 127, 0, 0, 1, 9, 9, 9, 9};
    byte[] cutOff = {0, 0, 0, 0, 2, 20, 'x'};
    var topics = wall.topics();
    try (Producer<byte[], byte[]> vandal = wall.producer(Map.of())) {
      for (String topic :
          List.of(
              topics.refused(),
              topics.waiting(),
              topics.admitted(),
              topics.deferred(),
              topics.rejected(),
              topics.heads(),
              topics.outcomes())) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          for (byte[] value :
              Arrays.asList(null, new byte[0], short3, otherRecord, unknownSchema, cutOff)) {
            byte[] key = "vandal".getBytes(StandardCharsets.UTF_8);
            var unused = vandal.send(new ProducerRecord<>(topic, partition, key, value));
          }
        }
      }
    }
  }
}
