package io.floodwall.client;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The share group of deployers, and how it and its members must be set. */
record ShareWire(WallClient wall, String group, String name) {
  /** The most records that a member takes at once. */
  private static final int TAKEN_MAX = 100;

  /** A member that says of each record what became of it. */
  ShareConsumer<byte[], byte[]> member() {
    try (Admin admin = Admin.create(wall.properties())) {
      ShareGroup.settle(admin, group);
    }
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
}
