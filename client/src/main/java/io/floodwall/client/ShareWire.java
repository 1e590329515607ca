package io.floodwall.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The share group of deployers, and how it and its members must be set. */
record ShareWire(WallClient wall, String group, String name) {
  /** How often Kafka gives a record out before it gives it up; the most that it allows. */
  static final int DELIVERIES_MAX = 10;

  /** The most records that a member takes at once. */
  private static final int TAKEN_MAX = 100;

  private static final Map<String, String> GROUP_SETTINGS =
      Map.of(
          "share.isolation.level", "read_committed",
          "share.auto.offset.reset", "earliest",
          "share.delivery.count.limit", Integer.toString(DELIVERIES_MAX));

  /** A member that says of each record what became of it. */
  ShareConsumer<byte[], byte[]> member() {
    settleGroup();
    Map<String, Object> settings = new HashMap<>(wall.properties());
    settings.remove("isolation.level"); // the group's, not the member's
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, TAKEN_MAX);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return new KafkaShareConsumer<>(
        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Gives the group its settings before anybody reads; they are kept by the cluster. */
  private void settleGroup() {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    try (Admin admin = Admin.create(wall.properties())) {
      Config now = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      var wrong = new ArrayList<AlterConfigOp>();
      GROUP_SETTINGS.forEach(
          (key, value) -> {
            ConfigEntry entry = now.get(key);
            if (entry == null || !value.equals(entry.value())) {
              wrong.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
            }
          });
      if (!wrong.isEmpty()) {
        admin.incrementalAlterConfigs(Map.of(resource, wrong)).all().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while setting up share group " + group, e);
    } catch (ExecutionException e) {
      throw new KafkaException(
          "share group " + group + " cannot be given its settings " + GROUP_SETTINGS, e.getCause());
    }
  }
}
