package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {
  @Test
  void threeBrokersHaveThreeCopiesInStepAndLeaveNothingBehind() throws Exception {
    Path root;
    try (var cluster = EmbeddedCluster.start(BrokerFolder.throwAway(), 3);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      root = cluster.folder().root();
      var topic = new NewTopic("t", Optional.of(2), Optional.empty());
      admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);

      // every broker hears of brokers and topics from the controllers, in its own time
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThreeCopiesInStep(admin));
    }
    assertThat(Files.exists(root)).isFalse();
  }

  private static void assertThreeCopiesInStep(Admin admin) throws Exception {
    assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(3);
    var described =
        admin.describeTopics(List.of("t")).allTopicNames().get(30, TimeUnit.SECONDS).get("t");
    assertThat(described).isNotNull();
    assertThat(described.partitions()).hasSize(2);
    for (TopicPartitionInfo partition : described.partitions()) {
      assertThat(partition.isr()).hasSize(3);
    }
  }
}
