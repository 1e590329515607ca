package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an application starts reading, decided once in its life.
 *
 * <p>On the very first start every source is set to its beginning, before the application runs.
 * From then on offsets come from its transactions alone and there is no automatic reset: an
 * application whose offsets are gone while its state is still there must not start over, for that
 * would decide everything twice.
 */
final class StartingOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(StartingOffsets.class);

  private StartingOffsets() {}

  /**
   * Sets the offsets of a first start, does nothing on a later one, and refuses what is neither.
   * Topics in {@code readBack} may come to an application that has state: what reads them checks
   * for itself where it is.
   */
  static void establish(
      Cluster cluster,
      String applicationId,
      List<String> topics,
      Set<String> readBack,
      int partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = committed(cluster, applicationId);
    var fresh = new ArrayList<TopicPartition>();
    for (String topic : topics) {
      var missing = new ArrayList<TopicPartition>();
      for (int p = 0; p < partitions; p++) {
        var partition = new TopicPartition(topic, p);
        if (committed.get(partition) == null) {
          missing.add(partition);
        }
      }
      if (!missing.isEmpty() && missing.size() < partitions) {
        throw lost(applicationId, missing.toString());
      }
      fresh.addAll(missing);
    }
    if (fresh.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> begin = offsets(cluster, fresh, OffsetSpec.earliest());
    Set<String> changelogs = Changelogs.of(cluster, applicationId).keySet();
    if (!changelogs.isEmpty() && committed.isEmpty()) {
      throw lost(applicationId, "all sources, while its state is there: " + changelogs);
    }
    if (!changelogs.isEmpty()) {
      List<TopicPartition> others =
          fresh.stream().filter(partition -> !readBack.contains(partition.topic())).toList();
      refuseIfItMayHaveReadThem(cluster, applicationId, others);
    }
    commit(cluster, applicationId, begin);
  }

  /**
   * An application that has state may get a new source, but not one that holds what it may have
   * read already.
   */
  private static void refuseIfItMayHaveReadThem(
      Cluster cluster, String applicationId, List<TopicPartition> fresh) {
    Map<TopicPartition, Long> ends = offsets(cluster, fresh, OffsetSpec.latest());
    List<TopicPartition> used =
        fresh.stream().filter(partition -> ends.get(partition) > 0).toList();
    if (!used.isEmpty()) {
      throw lost(applicationId, used + ", while its state is there");
    }
  }

  private static Map<TopicPartition, Long> offsets(
      Cluster cluster, List<TopicPartition> partitions, OffsetSpec which) {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> wanted.put(partition, which));
    var offsets = new HashMap<TopicPartition, Long>();
    cluster
        .get(cluster.admin().listOffsets(wanted).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static void commit(
      Cluster cluster, String applicationId, Map<TopicPartition, Long> begin) {
    var start = new HashMap<TopicPartition, OffsetAndMetadata>();
    begin.forEach((partition, offset) -> start.put(partition, new OffsetAndMetadata(offset)));
    try {
      cluster.get(cluster.admin().alterConsumerGroupOffsets(applicationId, start).all());
      LOG.info(
          "first start of {}: reading {} partitions from their beginning",
          applicationId,
          start.size());
    } catch (UnknownMemberIdException | GroupNotEmptyException e) {
      // another instance is there already and has set them in the same way
      LOG.debug("offsets of {} are already in use", applicationId, e);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(
      Cluster cluster, String applicationId) {
    return cluster.get(
        cluster.admin().listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
  }

  private static StartException lost(String applicationId, String what) {
    return new StartException(
        Problem.OFFSETS_LOST,
        "the committed offsets of group "
            + applicationId
            + " are gone for "
            + what
            + "; starting over would decide everything again. Restore the offsets from a backup, or"
            + " delete the application's changelog topics too if it really is to begin anew. For a"
            + " source that is new to the application, set them: kafka-consumer-groups"
            + " --reset-offsets --to-earliest");
  }
}
