package io.floodwall.app.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.gate.GateApp;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StartException;
import io.floodwall.runtime.StartException.Problem;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.runtime.TopicSet;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must be true before an application runs: each failure by its name, and none of them papered
 * over.
 */
class PreflightIT {
  private static final StreamApp ADMISSION = new AdmissionApp();
  private static final StreamApp GATE = new GateApp();
  private static final int PARTITIONS = 2;

  private static EmbeddedBroker broker;
  private static int walls;

  @TempDir private Path folder;
  private Stage stage;
  private Topics topics;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void raiseAWallOfItsOwn() {
    stage = Stage.on(broker, "wall-" + walls++ + ".", folder);
    topics = stage.wall().topics();
  }

  @AfterEach
  void leaveIt() {
    stage.close();
  }

  /** The refusal to start {@code app}; a start that succeeds is a failure. */
  private static StartException refusal(StreamApp app, AppConfig config) {
    StartException refusal =
        catchThrowableOfType(StartException.class, () -> StreamRunner.start(app, config).close());
    assertThat(refusal).as("it started").isNotNull();
    assertThat(refusal).hasMessageStartingWith(refusal.problem() + ": ");
    return refusal;
  }

  private StartException refusal(StreamApp app) {
    return refusal(app, stage.config(app, Map.of()));
  }

  @Nested
  class AStartIsRefused {
    @Test
    void whenNoBrokerAnswers() throws IOException {
      int port;
      try (var socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      var nobody =
          Map.of("bootstrap.servers", "127.0.0.1:" + port, AppConfig.START_TIMEOUT_MS, "1000");
      long start = System.nanoTime();
      assertThat(refusal(ADMISSION, stage.config(ADMISSION, nobody)))
          .returns(Problem.KAFKA_UNREACHABLE, StartException::problem)
          .hasMessageContaining("127.0.0.1:" + port);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whenTransactionsAreTooOldToBuildOn() {
      stage.withTopics(PARTITIONS);
      transactionVersion(1, UpgradeType.SAFE_DOWNGRADE);
      try {
        assertThat(refusal(GATE))
            .returns(Problem.TRANSACTIONS_TOO_OLD, StartException::problem)
            .hasMessageContaining("transaction.version is 1, floodwall needs 2");
      } finally {
        transactionVersion(2, UpgradeType.UPGRADE);
      }
    }

    private void transactionVersion(int version, UpgradeType type) {
      var update = Map.of("transaction.version", new FeatureUpdate((short) version, type));
      stage.get(
          stage.wall().cluster().admin().updateFeatures(update, new UpdateFeaturesOptions()).all());
      stage.awaitSeen(
          () ->
              stage
                      .get(stage.wall().cluster().admin().describeFeatures().featureMetadata())
                      .finalizedFeatures()
                      .get("transaction.version")
                      .maxVersionLevel()
                  == version);
    }

    @Test
    void whenThereAreNoTopics() {
      assertThat(refusal(GATE))
          .returns(Problem.TOPICS_WRONG, StartException::problem)
          .hasMessageContaining(topics.intents() + ": topic is missing, must be there")
          .hasMessageContaining("floodwall topics create");
    }

    @Test
    void whenOneTopicIsMissingEvenOneItDoesNotRead() {
      stage.withTopics(PARTITIONS).delete(topics.refused());
      assertThat(refusal(GATE))
          .returns(Problem.TOPICS_WRONG, StartException::problem)
          .hasMessageContaining(topics.refused() + ": topic is missing")
          .hasMessageNotContaining(topics.intents());
    }

    @Test
    void whenATopicHasAnotherNumberOfPartitions() {
      stage.withTopics(PARTITIONS).grow(PARTITIONS + 1, List.of(topics.candidates()));
      assertThat(refusal(GATE))
          .returns(Problem.PARTITION_COUNT_CHANGED, StartException::problem)
          .hasMessageContaining(topics.candidates() + ": partition count is 3, must be 2");
    }

    @Test
    void whenAllTopicsGrewAfterItsFirstStart() {
      stage.withTopics(PARTITIONS);
      stage.running(GATE).close();
      stage.grow(2 * PARTITIONS, partitioned());
      assertThat(refusal(GATE))
          .returns(Problem.PARTITION_COUNT_CHANGED, StartException::problem)
          .hasMessageContaining(
              "the topics have 4 partitions, but "
                  + stage.wall().prefix()
                  + "gate was started with 2")
          .hasMessageContaining("-changelog");
      stage.running(ADMISSION).close(); // never started before: nothing of its would be torn apart
    }

    private List<String> partitioned() {
      return topics.all().stream().filter(TopicSpec::partitioned).map(TopicSpec::name).toList();
    }

    @Test
    void whenAgentsCouldStampTheirIntentsThemselves() {
      stage.withTopics(PARTITIONS).set(topics.intents(), "message.timestamp.type", "CreateTime");
      assertThat(refusal(ADMISSION))
          .returns(Problem.TOPICS_WRONG, StartException::problem)
          .hasMessageContaining(
              topics.intents() + ": message.timestamp.type is CreateTime, must be LogAppendTime");
    }

    @Test
    void whenTheLedgerWouldBeDeletedWithTime() {
      stage.withTopics(PARTITIONS).set(topics.ledger(), "cleanup.policy", "delete");
      assertThat(refusal(ADMISSION))
          .returns(Problem.TOPICS_WRONG, StartException::problem)
          .hasMessageContaining(topics.ledger() + ": cleanup.policy is delete, must be compact");
    }

    @Test
    void whenTheStateFolderIsAFile() throws IOException {
      stage.withTopics(PARTITIONS);
      Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
      assertThat(refusal(GATE, stage.config(GATE, Map.of(AppConfig.STATE_DIR, file.toString()))))
          .returns(Problem.STATE_DIR_UNUSABLE, StartException::problem)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(AppConfig.STATE_DIR);
      assertThat(file).hasContent("mine");
    }

    @Test
    void whenTheHealthPortIsTakenAndNothingIsLeftBehind() throws IOException {
      stage.withTopics(PARTITIONS);
      try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var port = Map.of(AppConfig.HEALTH_PORT, Integer.toString(taken.getLocalPort()));
        assertThat(refusal(GATE, stage.config(GATE, port)))
            .returns(Problem.PORT_TAKEN, StartException::problem)
            .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
            .hasMessageContaining(AppConfig.HEALTH_PORT);
      }
      stage.running(GATE).close();
    }
  }

  @Nested
  class OffsetsThatAreLost {
    private void runOnce() {
      stage.withTopics(PARTITIONS);
      stage.send(10);
      try (StreamRunner admission = stage.running(ADMISSION)) {
        stage.awaitCandidates(10);
        assertThat(admission.health().ready()).isTrue();
      }
    }

    private void assertRefused(String what) {
      assertThat(refusal(ADMISSION))
          .returns(Problem.OFFSETS_LOST, StartException::problem)
          .hasMessageContaining(stage.wall().prefix() + "admission")
          .hasMessageContaining(what)
          .hasMessageContaining("starting over would decide everything again");
      assertThat(stage.candidates()).hasSize(10);
    }

    @Test
    void whileTheStateIsThereStopTheStart() {
      runOnce();
      stage.loseOffsets(ADMISSION);
      assertRefused("-changelog");
    }

    @Test
    void ofOnePartitionStopTheStart() {
      runOnce();
      var lost = new TopicPartition(topics.intents(), 1);
      stage.loseOffsets(ADMISSION, Set.of(lost));
      assertRefused(lost.toString());
    }

    @Test
    void ofOneTopicStopTheStart() {
      runOnce();
      stage.loseOffsets(
          ADMISSION,
          Set.of(new TopicPartition(topics.intents(), 0), new TopicPartition(topics.intents(), 1)));
      assertRefused(topics.intents());
    }

    @Test
    void ofATopicThatNeverHeldARecordAreThoseOfANewSource() {
      runOnce();
      stage.loseOffsets(
          ADMISSION,
          Set.of(
              new TopicPartition(topics.controls(), 0), new TopicPartition(topics.controls(), 1)));
      stage.running(ADMISSION).close();
      assertThat(stage.offsets(ADMISSION)).hasSize(2 * PARTITIONS);
    }
  }

  @Nested
  class Reading {
    @Test
    void beginsAtTheBeginningOnTheFirstStartAndGoesOnWhereItWasOnTheSecond() {
      stage.withTopics(PARTITIONS).send(20);
      try (StreamRunner first = stage.running(ADMISSION)) {
        stage.awaitCandidates(20);
        assertThat(first.health().state()).isEqualTo("RUNNING");
      }
      stage.send(20);
      try (StreamRunner second = stage.running(ADMISSION)) {
        stage.awaitCandidates(40);
        assertThat(second.health().state()).isEqualTo("RUNNING");
      }
      assertThat(stage.candidates()).hasSize(40);
      var byPartition = new HashMap<Integer, List<Long>>();
      for (int p = 0; p < PARTITIONS; p++) {
        int partition = p;
        List<AdmissionFacts> facts =
            stage.candidates().stream()
                .map(Candidate::facts)
                .filter(f -> f.sourcePartition() == partition)
                .toList();
        byPartition.put(p, facts.stream().map(AdmissionFacts::sourceOffset).toList());
        assertThat(facts.stream().map(AdmissionFacts::previousOffset))
            .containsExactlyElementsOf(LongStream.range(-1, facts.size() - 1L).boxed().toList());
      }
      assertThat(byPartition)
          .allSatisfy(
              (p, offsets) ->
                  assertThat(offsets)
                      .isNotEmpty()
                      .containsExactlyElementsOf(
                          LongStream.range(0, offsets.size()).boxed().toList()));
    }

    @Test
    void stopsWithAnErrorAndSkipsNothingWhenRecordsWereDeletedUnread() throws Exception {
      var intents = new TopicPartition(topics.intents(), 0);
      stage.withTopics(1).send(3);
      try (StreamRunner runner = stage.running(ADMISSION)) {
        stage.awaitCandidates(3);
        assertThat(runner.health().live()).isTrue();
      }
      stage.send(3);
      stage.deleteRecords(intents, 5);
      try (StreamRunner runner = StreamRunner.start(ADMISSION, stage.config(ADMISSION, Map.of()))) {
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> !runner.health().live());
        assertThat(runner.awaitStopped())
            .asInstanceOf(throwable(StartException.class))
            .returns(Problem.RECORDS_LOST, StartException::problem)
            .hasMessageContaining(intents.toString())
            .hasMessageContaining("skips nothing");
        assertThat(
                catchThrowableOfType(StartException.class, () -> runner.awaitReady(Stage.PATIENCE)))
            .returns(Problem.RECORDS_LOST, StartException::problem);
        assertThat(runner.health())
            .returns("FAILED", h -> h.state())
            .returns(false, h -> h.ready());
      }
      assertThat(stage.offsets(ADMISSION).get(intents).offset()).isEqualTo(3);
      assertThat(stage.candidates()).hasSize(3);
    }
  }

  @Nested
  class ASetOfTopics {
    @Test
    void createdTwiceAreCreatedOnce() {
      TopicSet set = stage.wall().topicSet();
      assertThat(set.create(PARTITIONS, Optional.empty()))
          .containsExactlyElementsOf(topics.all().stream().map(TopicSpec::name).toList());
      assertThat(set.create(2 * PARTITIONS, Optional.empty())).isEmpty();
      assertThat(set.partitions()).hasValue(PARTITIONS);
      assertThat(set.differences()).isEmpty();
    }

    @Test
    void thatAreMissingAreCreatedBesideThoseThatAreThere() {
      stage.withTopics(PARTITIONS).delete(topics.heads());
      assertThat(stage.wall().topicSet().create(PARTITIONS, Optional.empty()))
          .containsExactly(topics.heads());
      assertThat(stage.wall().topicSet().differences()).isEmpty();
    }

    @Test
    void eachDifferenceIsNamedWithWhatIsAndWhatMustBe() {
      stage.withTopics(PARTITIONS).delete(topics.refused());
      stage.grow(PARTITIONS + 1, List.of(topics.candidates(), topics.deadLetters()));
      stage.set(topics.intents(), "message.timestamp.type", "CreateTime");
      stage.set(topics.intents(), "retention.ms", "1000");
      stage.set(topics.ledger(), "cleanup.policy", "delete");
      stage.set(topics.ledger(), "min.compaction.lag.ms", "0");
      stage.set(topics.heads(), "max.message.bytes", "100");
      assertThat(stage.wall().topicSet().differences())
          .extracting(TopicSet.Difference::line)
          .containsExactly(
              topics.intents() + ": message.timestamp.type is CreateTime, must be LogAppendTime",
              topics.intents() + ": retention.ms is 1000, must be 604800000",
              topics.refused() + ": topic is missing, must be there",
              topics.candidates() + ": partition count is 3, must be 2",
              topics.ledger() + ": cleanup.policy is delete, must be compact",
              topics.ledger() + ": min.compaction.lag.ms is 0, must be 9223372036854775807",
              topics.heads() + ": max.message.bytes is 100, must be 1048576",
              topics.deadLetters() + ": partition count is 3, must be 1");
    }
  }
}
