package io.floodwall.app.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.floodwall.app.broker.FolderException.Problem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  /** How long a broker's session lasts: what a restart would wait for if it had to. */
  private static final Duration BROKER_SESSION = Duration.ofSeconds(9);

  @TempDir Path temp;

  private EmbeddedBroker start(BrokerSettings settings) {
    return EmbeddedBroker.start(BrokerFolder.kept(temp.resolve("data")), settings);
  }

  @Test
  void committedRecordsAreReadAndAbortedOnesAreNot() throws Exception {
    try (EmbeddedBroker broker = start(BrokerSettings.defaults())) {
      Records records = Records.of(broker, "intents");
      records.createTopic(Map.of());
      records.writeCommitted("first");
      try (KafkaProducer<String, String> producer = records.producer()) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("intents", "key", "aborted")).get(30, SECONDS);
        producer.abortTransaction();
      }
      records.writeCommitted("second");

      assertThat(records.readCommitted(2)).containsExactly("first", "second");
    }
  }

  @Test
  void transactionVersionTwoIsFinalized() throws Exception {
    try (EmbeddedBroker broker = start(BrokerSettings.defaults());
        Admin admin = Records.of(broker, "any").admin()) {
      var features = admin.describeFeatures().featureMetadata().get(30, SECONDS);

      assertThat(features.finalizedFeatures().get("transaction.version").maxVersionLevel())
          .isGreaterThanOrEqualTo((short) 2);
    }
  }

  @Test
  void recordsOfAnEarlierRunAreThereOnAnotherPort() throws Exception {
    int firstPort;
    String cluster;
    try (EmbeddedBroker broker = start(BrokerSettings.defaults())) {
      firstPort = portOf(broker);
      cluster = broker.folder().clusterId();
      Records records = Records.of(broker, "intents");
      records.createTopic(Map.of());
      records.writeCommitted("a", "b");
    }
    long stoppedNs = System.nanoTime();
    try (ServerSocket oldPort = listenOn(firstPort);
        EmbeddedBroker broker = start(BrokerSettings.defaults());
        Admin admin = Records.of(broker, "intents").admin()) {
      assertThat(Duration.ofNanos(System.nanoTime() - stoppedNs)).isLessThan(BROKER_SESSION);
      assertThat(portOf(broker)).isNotEqualTo(oldPort.getLocalPort());
      assertThat(admin.describeCluster().clusterId().get(30, SECONDS)).isEqualTo(cluster);
      Records records = Records.of(broker, "intents");
      records.writeCommitted("c");
      assertThat(records.readCommitted(3)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void theFolderOfAKilledBrokerServesBeforeTheOldSessionExpires() throws Exception {
    Path killed = temp.resolve("killed");
    try (EmbeddedBroker broker = start(BrokerSettings.defaults())) {
      Records records = Records.of(broker, "intents");
      records.createTopic(Map.of());
      records.writeCommitted("a");
      Folders.copy(broker.folder().root(), killed);
    }
    long startNs = System.nanoTime();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.kept(killed), BrokerSettings.defaults())) {
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(BROKER_SESSION);
      Records records = Records.of(broker, "intents");
      records.writeCommitted("b");
      assertThat(records.readCommitted(2)).containsExactly("a", "b");
    }
  }

  @Test
  void aSecondBrokerOnOneFolderIsRefusedAndTheFirstServesOn() throws Exception {
    try (EmbeddedBroker broker = start(BrokerSettings.defaults())) {
      assertThatThrownBy(() -> start(BrokerSettings.defaults()))
          .asInstanceOf(type(FolderException.class))
          .returns(Problem.IN_USE, FolderException::problem);
      assertThatThrownBy(() -> EmbeddedBroker.start(broker.folder(), BrokerSettings.defaults()))
          .asInstanceOf(type(FolderException.class))
          .returns(Problem.IN_USE, FolderException::problem);

      Records records = Records.of(broker, "intents");
      records.createTopic(Map.of());
      records.writeCommitted("still here");
      assertThat(records.readCommitted(1)).containsExactly("still here");
    }
  }

  @Test
  void aThrowAwayFolderIsGoneAfterClose() {
    Path folder;
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults())) {
      folder = broker.folder().root();
      assertThat(folder.resolve("kafka")).isDirectory();
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void aTakenPortIsNamedAndTheFolderIsFreeAgain() throws Exception {
    try (ServerSocket taken = listenOn(0)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(BrokerSettings.defaults().withPort(port)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("choose another port")
          .asInstanceOf(type(BrokerStartException.class))
          .returns(true, BrokerStartException::portTaken);
    }
    try (EmbeddedBroker broker = start(BrokerSettings.defaults())) {
      assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void readOnlyUseLeavesCleanerAndRetentionOffAndRefusesToDeleteTopics() throws Exception {
    try (EmbeddedBroker broker = start(BrokerSettings.forReadOnlyUse())) {
      Records records = Records.of(broker, "ledger");
      records.createTopic(Map.of());
      try (Admin admin = records.admin()) {
        assertThatThrownBy(() -> admin.deleteTopics(List.of("ledger")).all().get(30, SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(TopicDeletionDisabledException.class);
      }
      Map<String, String> config = records.brokerConfig();
      assertThat(config).containsEntry("log.cleaner.enable", "false");
      assertThat(Duration.ofMillis(Long.parseLong(config.get("log.retention.check.interval.ms"))))
          .isGreaterThan(Duration.ofDays(10_000));
      assertThat(Duration.ofMillis(Long.parseLong(config.get("log.initial.task.delay.ms"))))
          .isGreaterThan(Duration.ofDays(10_000));
    }
  }

  private static ServerSocket listenOn(int port) throws Exception {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static int portOf(EmbeddedBroker broker) {
    String address = broker.bootstrapServers();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }
}
