package io.floodwall.app.wall;

import io.floodwall.runtime.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * The outermost wall: Kafka's own quota on what one client may produce, before floodwall sees any
 * of it.
 */
public final class ProducerQuota {
  private ProducerQuota() {}

  /** Sets the quota of every client id, which a client chooses itself, in bytes a second. */
  public static void ofEachClient(Cluster cluster, long bytesPerSecond) {
    set(cluster, ClientQuotaEntity.CLIENT_ID, bytesPerSecond);
  }

  /** Sets the quota of every user, all its clients together, in bytes a second. */
  public static void ofEachUser(Cluster cluster, long bytesPerSecond) {
    set(cluster, ClientQuotaEntity.USER, bytesPerSecond);
  }

  private static void set(Cluster cluster, String whose, long bytesPerSecond) {
    var everyone = new HashMap<String, String>();
    everyone.put(whose, null); // null stands for the default of all
    var quota =
        new ClientQuotaAlteration(
            new ClientQuotaEntity(everyone),
            List.of(new ClientQuotaAlteration.Op("producer_byte_rate", (double) bytesPerSecond)));
    cluster.get(cluster.admin().alterClientQuotas(List.of(quota)).all());
  }

  /** The quotas that are set, by entity; for {@code topics check} and tests. */
  public static Map<ClientQuotaEntity, Map<String, Double>> all(Cluster cluster) {
    return cluster.get(
        cluster
            .admin()
            .describeClientQuotas(org.apache.kafka.common.quota.ClientQuotaFilter.all())
            .entities());
  }
}
