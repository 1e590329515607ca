package io.floodwall.app.doctor;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Cluster;
import io.floodwall.runtime.StreamApp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether each application runs, and how far behind it is. */
record ApplicationsCheck(List<StreamApp> apps) implements Check {
  private static final long BEHIND_MAX = 10_000;

  @Override
  public String name() {
    return "applications";
  }

  @Override
  public List<Finding> look(Patient patient) {
    return apps.stream().map(app -> look(patient, app.name())).toList();
  }

  private Finding look(Patient patient, String app) {
    Cluster cluster = patient.wall().cluster();
    String group = patient.wall().prefix() + app;
    int members = members(cluster, group);
    if (members == 0) {
      return new Finding(
          name(),
          Severity.WARNING,
          group,
          "not running",
          "running",
          "nothing is lost, but nothing is decided either: its input waits",
          patient.fixes().run(app));
    }
    long behind = behind(cluster, group);
    String is = members + (members == 1 ? " member, " : " members, ") + behind + " records behind";
    return behind <= BEHIND_MAX
        ? Finding.ok(name(), group, is)
        : new Finding(
            name(),
            Severity.WARNING,
            group,
            is,
            "at most " + BEHIND_MAX,
            "answers come late; intents older than their retention would be lost",
            patient
                .fixes()
                .run(app, AppConfig.INSTANCE_ID + "=2", AppConfig.STATE_DIR + "=data/state-2"));
  }

  private static int members(Cluster cluster, String group) {
    try {
      ConsumerGroupDescription described =
          cluster
              .get(cluster.admin().describeConsumerGroups(List.of(group)).all())
              .getOrDefault(group, null);
      return described == null ? 0 : described.members().size();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }

  /** Offsets that were not read yet; the markers of transactions count too. */
  private static long behind(Cluster cluster, String group) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        cluster.get(
            cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    var ends = cluster.get(cluster.admin().listOffsets(latest).all());
    return committed.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .mapToLong(
            entry -> Math.max(0, ends.get(entry.getKey()).offset() - entry.getValue().offset()))
        .sum();
  }
}
