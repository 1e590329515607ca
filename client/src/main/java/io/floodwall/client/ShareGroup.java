package io.floodwall.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The share group of a wall's deployers, and how the cluster must keep it: its settings are the
 * cluster's, not its members'. A deployer may see them; to give them is the administrator's part.
 */
public final class ShareGroup {
  /** How often Kafka gives a record out before it gives it up; the most that it allows. */
  static final int DELIVERIES_MAX = 10;

  /** What the group must have. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "share.isolation.level", "read_committed",
          "share.auto.offset.reset", "earliest",
          "share.delivery.count.limit", Integer.toString(DELIVERIES_MAX));

  private ShareGroup() {}

  /** The id of the group at the wall whose topics start with {@code prefix}. */
  public static String idFor(String prefix) {
    return prefix + "deployers-share";
  }

  /**
   * Gives the group what it lacks of its settings, before anybody reads.
   *
   * @throws KafkaException when it lacks some and whoever asks may not give them; says what to run
   */
  public static void settle(Admin admin, String group) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var wrong = new ArrayList<AlterConfigOp>();
    try {
      Config now = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      SETTINGS.forEach(
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
      if (e.getCause() instanceof AuthorizationException && !wrong.isEmpty()) {
        throw new KafkaException(whatToRun(group));
      }
      throw new KafkaException("the settings of share group " + group, e.getCause());
    }
  }

  private static String whatToRun(String group) {
    var settings = new ArrayList<String>();
    new TreeMap<>(SETTINGS).forEach((key, value) -> settings.add(key + "=" + value));
    return "share group "
        + group
        + " lacks settings that this user may not give; the cluster's administrator runs: floodwall"
        + " topics create, or: kafka-configs --alter --entity-type groups --entity-name "
        + group
        + " --add-config "
        + String.join(",", settings);
  }
}
