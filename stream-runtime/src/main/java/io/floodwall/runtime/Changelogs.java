package io.floodwall.runtime;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The topics in which Kafka Streams keeps an application's state. */
public final class Changelogs {
  private Changelogs() {}

  /** The changelog of an application's store. */
  public static String name(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }

  /** The changelogs of an application, by name, with their number of partitions. */
  public static SortedMap<String, Integer> of(Cluster cluster, String applicationId) {
    List<String> names =
        cluster.get(cluster.admin().listTopics().names()).stream()
            .filter(topic -> topic.startsWith(applicationId + "-") && topic.endsWith("-changelog"))
            .toList();
    var changelogs = new TreeMap<String, Integer>();
    cluster
        .get(cluster.admin().describeTopics(names).allTopicNames())
        .forEach((name, topic) -> changelogs.put(name, topic.partitions().size()));
    return changelogs;
  }
}
