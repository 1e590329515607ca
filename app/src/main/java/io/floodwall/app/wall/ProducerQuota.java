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

  /** Sets the default quota of every client id, in bytes a second. */
  public static void set(Cluster cluster, long bytesPerSecond) {
    var everyClient = new HashMap<String, String>();
    everyClient.put(ClientQuotaEntity.CLIENT_ID, null); // null stands for the default of all
    var quota =
        new ClientQuotaAlteration(
            new ClientQuotaEntity(everyClient),
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
