package io.floodwall.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
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
}
