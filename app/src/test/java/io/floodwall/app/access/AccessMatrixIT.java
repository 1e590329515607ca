package io.floodwall.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.client.DeployerClient;
import io.floodwall.client.Proof;
import io.floodwall.client.ShareGroup;
import io.floodwall.schemas.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every role tries every operation on every topic of a secured broker; docs/access.md says what
 * must go through. The table is written by hand, the rights are made by {@link Access}.
 */
class AccessMatrixIT {
  private static final String ANY_OTHER = "any other";
  private static final String PREFIX = "floodwall.";

  private static SecuredBroker secured;
  private static AccessTable table;

  @BeforeAll
  static void startABrokerWithARecordOnEveryTopic() throws Exception {
    table = AccessTable.read();
    secured = SecuredBroker.start();
    var more = new ArrayList<NewTopic>();
    for (String row : table.rows().keySet()) {
      if (row.endsWith("-changelog") || row.equals(ANY_OTHER)) {
        more.add(new NewTopic(topic(row), Optional.of(1), Optional.empty()));
      }
    }
    secured.wall().cluster().get(secured.wall().cluster().admin().createTopics(more).all());
    try (var producer = secured.wall().producer(Map.of())) {
      for (String row : table.rows().keySet()) {
        producer
            .send(new ProducerRecord<>(topic(row), 0, new byte[] {0}, new byte[] {0}))
            .get(20, TimeUnit.SECONDS);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (secured != null) {
      secured.close();
    }
  }

  private static String topic(String row) {
    return row.equals(ANY_OTHER) ? "payroll" : PREFIX + row;
  }

  @Test
  void theTableHasEveryTopicOfTheWall() {
    assertThat(table.rows().keySet())
        .containsAll(secured.wall().topics().all().stream().map(TopicSpec::role).toList());
    assertThat(table.rows().values()).allMatch(row -> row.size() == Role.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void aRoleMayDoWhatTheTableSaysAndNothingElse(Role role) throws Exception {
    var found = new LinkedHashMap<String, String>();
    try (var attempts = new Attempts(secured.as(role))) {
      for (String row : table.rows().keySet()) {
        found.put(row, attempts.on(topic(row)));
      }
    }
    assertThat(found).isEqualTo(table.column(role));
  }

  @ParameterizedTest
  @EnumSource
  void nobodyTakesOverAnApplicationThatIsNotHis(Role role) throws Exception {
    for (String app : List.of("admission", "gate", "ledger")) {
      boolean itself = role.title().equals(app);
      assertThat(Takeover.ofTransactions(secured.as(role), PREFIX + app + "-id-1"))
          .as("%s fences %s", role, app)
          .isEqualTo(itself);
      assertThat(Takeover.ofOffsets(secured.as(role), PREFIX + app))
          .as("%s moves the offsets of %s", role, app)
          .isEqualTo(itself);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyGivesRightsUsersOrQuotas(Role role) throws Exception {
    assertThat(Takeover.ofTheCluster(secured.as(role))).isEmpty();
  }

  @Test
  void aDeployerReadsInItsShareGroupWhoseSettingsItSeesAndDoesNotChange() throws Exception {
    try (DeployerClient member = shared(Role.DEPLOYER, "")) {
      assertThat(member.poll(1, Duration.ofSeconds(1)))
          .as("what lies there is no decision")
          .isEmpty();
      Awaitility.await("that it gave the record back as unusable")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                assertThat(member.poll(1, Duration.ofMillis(100))).isEmpty();
                return lagOf(ShareGroup.idFor(PREFIX)) == 0;
              });
    }
    var group = new ConfigResource(ConfigResource.Type.GROUP, ShareGroup.idFor(PREFIX));
    var dirty =
        new AlterConfigOp(
            new ConfigEntry("share.isolation.level", "read_uncommitted"), AlterConfigOp.OpType.SET);
    try (Admin deployer = secured.adminAs(Role.DEPLOYER)) {
      assertThatThrownBy(
              () -> deployer.incrementalAlterConfigs(Map.of(group, List.of(dirty))).all().get())
          .hasCauseInstanceOf(GroupAuthorizationException.class);
    }
  }

  @Test
  void aShareGroupThatLacksItsSettingsSaysWhatTheAdministratorRuns() {
    assertThatThrownBy(() -> shared(Role.DEPLOYER, PREFIX + "deployers-other"))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining(
            "kafka-configs --alter --entity-type groups --entity-name floodwall.deployers-other"
                + " --add-config share.auto.offset.reset=earliest,share.delivery.count.limit=10,"
                + "share.isolation.level=read_committed");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEPLOYER")
  void nobodyElseJoinsTheDeployersShareGroup(Role role) {
    assertThatThrownBy(() -> shared(role, "")).hasStackTraceContaining("AuthorizationException");
    var settings = new HashMap<>(secured.as(role));
    settings.put("group.id", ShareGroup.idFor(PREFIX));
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    try (var member = new KafkaShareConsumer<byte[], byte[]>(settings)) {
      member.subscribe(List.of(PREFIX + "admitted"));
      Awaitility.await("the broker's refusal")
          .atMost(Duration.ofSeconds(30))
          .until(() -> isRefused(member));
    }
  }

  private static boolean isRefused(KafkaShareConsumer<byte[], byte[]> member) {
    try {
      assertThat(member.poll(Duration.ofMillis(200))).isEmpty();
      return false;
    } catch (GroupAuthorizationException | TopicAuthorizationException e) {
      return true;
    }
  }

  private static DeployerClient shared(Role role, String group) {
    return DeployerClient.builder()
        .properties(secured.as(role))
        .shareGroup()
        .group(group)
        .name(role.title())
        .proof(Proof.HEAD)
        .open();
  }

  private static long lagOf(String group) {
    var all = secured.wall().cluster().admin();
    var asked = all.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()));
    var at =
        secured
            .wall()
            .cluster()
            .get(asked.partitionsToOffsetInfo(group))
            .get(new TopicPartition(PREFIX + "admitted", 0));
    return at == null ? -1 : at.lag().orElse(-1L);
  }
}
