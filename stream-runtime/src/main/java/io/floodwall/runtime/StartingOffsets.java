package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
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
 * <p>On the very first start every source is set to its beginning, before the application runs. From then on offsets come from
 * its transactions alone and there is no automatic reset: an application whose offsets are gone while its state is still there
 * must not start over, for that would decide everything twice.
 */
final class StartingOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(StartingOffsets.class);

  private StartingOffsets() {}

  /** Sets the offsets of a first start, does nothing on a later one, and refuses what is neither. */
  static void establish(Cluster cluster, String applicationId, List<String> topics, int partitions) {
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
    if (committed.isEmpty()) {
      refuseIfItHasLivedBefore(cluster, applicationId);
    }
    commit(cluster, applicationId, fresh);
  }

  private static void refuseIfItHasLivedBefore(Cluster cluster, String applicationId) {
    Set<String> changelogs = new TreeSet<>();
    for (String topic : cluster.get(cluster.admin().listTopics().names())) {
      if (topic.startsWith(applicationId + "-") && topic.endsWith("-changelog")) {
        changelogs.add(topic);
      }
    }
    if (!changelogs.isEmpty()) {
      throw lost(applicationId, "all sources, while its state is there: " + changelogs);
    }
  }

  private static void commit(Cluster cluster, String applicationId, List<TopicPartition> partitions) {
    Admin admin = cluster.admin();
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.earliest()));
    var start = new HashMap<TopicPartition, OffsetAndMetadata>();
    cluster.get(admin.listOffsets(wanted).all())
        .forEach((partition, found) -> start.put(partition, new OffsetAndMetadata(found.offset())));
    try {
      cluster.get(admin.alterConsumerGroupOffsets(applicationId, start).all());
      LOG.info("first start of {}: reading {} partitions from their beginning", applicationId, start.size());
    } catch (UnknownMemberIdException | GroupNotEmptyException e) {
      // another instance is there already and has set them in the same way
      LOG.debug("offsets of {} are already in use", applicationId, e);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Cluster cluster, String applicationId) {
    return cluster.get(cluster.admin().listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
  }

  private static StartException lost(String applicationId, String what) {
    return new StartException(
        Problem.OFFSETS_LOST,
        "the committed offsets of group "
            + applicationId
            + " are gone for "
            + what
            + "; starting over would decide everything again. Restore the offsets from a backup, or delete the"
            + " application's changelog topics too if it really is to begin anew");
  }
}
