package io.floodwall.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thing broken at a time on a real broker: the doctor tells that one, and when it is mended.
 */
class DoctorIT {
  private static EmbeddedBroker broker;
  private static int walls;

  @TempDir private Path folder;
  private Examined examined;
  private List<Finding> before;

  @BeforeAll
  static void startABroker() {
    broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void aWallWithoutApplications() {
    examined = Examined.wall(broker.adminProperties(), "w" + walls++ + ".");
    before = examined.ills();
  }

  @AfterEach
  void leave() {
    examined.wall().close();
  }

  @Test
  void anOpenBrokerWithoutApplicationsHasNoProblemButWarnings() {
    assertThat(before).allMatch(ill -> ill.severity() == Severity.WARNING);
    assertThat(before)
        .extracting(Finding::subject)
        .containsExactly("authorizer", prefixed("admission"), prefixed("gate"), prefixed("ledger"));
    assertThat(before.get(1).fix())
        .isEqualTo(
            "floodwall run admission --bootstrap kafka:9092 --set floodwall.prefix="
                + prefixed(""));
  }

  @Test
  void aClockThatAgentsMaySet() throws Exception {
    String intents = examined.wall().topics().intents();
    set(intents, "message.timestamp.type", "CreateTime");
    Finding ill = only(examined.newIlls(before));
    assertThat(ill)
        .returns(Severity.PROBLEM, Finding::severity)
        .returns(intents, Finding::subject)
        .returns("message.timestamp.type is CreateTime", Finding::is)
        .returns("LogAppendTime", Finding::should);
    assertThat(ill.why()).contains("mints tokens");
    run(ill.fix());
    examined.isWellAgain(before);
  }

  @Test
  void aLedgerThatMayBeCleaned() throws Exception {
    set(examined.wall().topics().ledger(), "min.compaction.lag.ms", "0");
    Finding ill = only(examined.newIlls(before));
    assertThat(ill.why()).contains("destroy evidence");
    run(ill.fix());
    examined.isWellAgain(before);
  }

  @Test
  void anElectionThatLosesRecords() throws Exception {
    String admitted = examined.wall().topics().admitted();
    set(admitted, "unclean.leader.election.enable", "true");
    Finding ill = only(examined.newIlls(before));
    assertThat(ill)
        .returns("copies", Finding::check)
        .returns(Severity.PROBLEM, Finding::severity)
        .returns(admitted, Finding::subject);
    run(ill.fix());
    examined.isWellAgain(before);
  }

  @Test
  void partitionsThatWereAdded() throws Exception {
    String admitted = examined.wall().topics().admitted();
    admin().createPartitions(Map.of(admitted, NewPartitions.increaseTo(3))).all().get();
    assertThat(only(examined.newIlls(before)))
        .returns("topics", Finding::check)
        .returns(admitted, Finding::subject)
        .returns("partition count is 3", Finding::is)
        .returns("2", Finding::should);
  }

  @Test
  void aTopicThatIsGone() throws Exception {
    String heads = examined.wall().topics().heads();
    admin().deleteTopics(List.of(heads)).all().get();
    Finding ill = only(examined.newIlls(before));
    assertThat(ill).returns(heads, Finding::subject).returns("topic is missing", Finding::is);
    assertThat(ill.fix())
        .isEqualTo(
            "floodwall topics create --bootstrap kafka:9092 --prefix " + examined.wall().prefix());
  }

  @Test
  void stateOfAnotherPartitionCount() throws Exception {
    String changelog = prefixed("gate-x-changelog");
    var topic = new NewTopic(changelog, Optional.of(7), Optional.empty());
    admin().createTopics(List.of(topic)).all().get();
    assertThat(only(examined.newIlls(before)))
        .returns("state", Finding::check)
        .returns(changelog, Finding::subject)
        .returns("7 partitions", Finding::is)
        .returns(Severity.PROBLEM, Finding::severity);
  }

  @Test
  void aFileThatOthersMayRead() throws Exception {
    Path file = Files.writeString(folder.resolve("client.properties"), "x=y\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Examined withFile = examined.withCommandConfig(file);
    assertThat(only(withFile.newIlls(before)))
        .returns("files", Finding::check)
        .returns("rw-r-----", Finding::is)
        .returns("chmod 600 " + file, Finding::fix);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    withFile.isWellAgain(before);
  }

  @Test
  void aFolderOfCredentialsThatOthersMayEnterAndAFileBesideOurs() throws Exception {
    Path secure = Files.createDirectory(folder.resolve("secure"));
    Path ours = Files.writeString(secure.resolve("agent.properties"), "x=y\n");
    Path theirs = Files.writeString(secure.resolve("gate.properties"), "x=y\n");
    Files.setPosixFilePermissions(secure, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw----r--"));
    assertThat(examined.withCommandConfig(ours).newIlls(before))
        .extracting(Finding::fix)
        .containsExactly("chmod 700 " + secure, "chmod 600 " + theirs);
  }

  @Test
  void aClockThatIsOff() {
    Finding behind = only(examined.withClock(Duration.ofSeconds(90)).newIlls(before));
    assertThat(behind)
        .returns("clock", Finding::check)
        .returns(Severity.WARNING, Finding::severity);
    assertThat(behind.is()).matches("\\d{5} ms behind this machine \\(\\+-\\d+\\)");
    Finding ahead = only(examined.withClock(Duration.ofSeconds(-90)).newIlls(before));
    assertThat(ahead.is()).contains("ahead of this machine");
  }

  @Test
  void transactionsThatAreTooOld() throws Exception {
    transactions(1, UpgradeType.SAFE_DOWNGRADE);
    try {
      assertThat(only(examined.newIlls(before)))
          .returns("transaction.version", Finding::subject)
          .returns("1", Finding::is)
          .returns(Severity.PROBLEM, Finding::severity)
          .extracting(Finding::fix)
          .isEqualTo(
              "kafka-features --bootstrap-server kafka:9092 upgrade --feature"
                  + " transaction.version=2");
    } finally {
      transactions(2, UpgradeType.UPGRADE);
      examined.isWellAgain(before);
    }
  }

  private static Finding only(List<Finding> ills) {
    assertThat(ills).hasSize(1);
    return ills.get(0);
  }

  private String prefixed(String name) {
    return examined.wall().prefix() + name;
  }

  private Admin admin() {
    return examined.wall().cluster().admin();
  }

  private void set(String topic, String key, String value) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    admin().incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
  }

  private void transactions(int version, UpgradeType how) throws Exception {
    var update = Map.of("transaction.version", new FeatureUpdate((short) version, how));
    admin().updateFeatures(update, new UpdateFeaturesOptions()).all().get();
  }

  /** Pastes a kafka-configs line. */
  private static void run(String fix) {
    String here = fix.replace("kafka:9092", broker.bootstrapServers());
    List<String> words = List.of(here.split(" ", -1));
    assertThat(words.get(0)).isEqualTo("kafka-configs");
    kafka.admin.ConfigCommand.main(words.subList(1, words.size()).toArray(String[]::new));
  }
}
