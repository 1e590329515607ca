package io.floodwall.app.bench;

import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.Cluster;
import io.floodwall.runtime.StreamApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;

/** Waits until every instance of each application has partitions to work on. */
final class Shares {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private Shares() {}

  static void await(Wall wall, List<StreamApp> apps, int instances) {
    List<String> groups = apps.stream().map(app -> wall.prefix() + app.name()).toList();
    long start = System.nanoTime();
    while (!areAllAtWork(wall.cluster(), groups, instances)) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new KafkaException(
            "not every one of " + instances + " instances has partitions after 60 s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean areAllAtWork(Cluster cluster, List<String> groups, int instances) {
    Map<String, ConsumerGroupDescription> all =
        cluster.get(cluster.admin().describeConsumerGroups(groups).all());
    return all.values().stream()
        .allMatch(
            group ->
                group.members().stream()
                        .filter(member -> !member.assignment().topicPartitions().isEmpty())
                        .count()
                    == instances);
  }
}
