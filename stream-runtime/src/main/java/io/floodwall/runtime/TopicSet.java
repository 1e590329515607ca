package io.floodwall.runtime;

import io.floodwall.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * floodwall's topics on a cluster: creates what is missing, and names every difference between what
 * is and what must be.
 */
public final class TopicSet {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSet.class);

  private static final long SEEN_WITHIN_MS = 15_000;
  private static final long LOOK_EVERY_MS = 20;

  private final Cluster cluster;
  private final List<TopicSpec> specs;

  /** The topics that {@code specs} describe, on {@code cluster}. */
  public TopicSet(Cluster cluster, List<TopicSpec> specs) {
    this.cluster = cluster;
    this.specs = List.copyOf(specs);
  }

  /** One thing that is not as it must be. */
  public record Difference(String topic, String what, String expected, String found) {
    /** One line for people. */
    public String line() {
      return topic + ": " + what + " is " + found + ", must be " + expected;
    }
  }

  /** A topic as it is. */
  public record Found(String name, int partitions, int replication) {}

  /**
   * Creates the topics that do not exist, with {@code partitions} partitions (those not partitioned
   * get one), waits until they are seen, and answers their names. What another creates at the same
   * time is left to that one.
   */
  public List<String> create(int partitions, Optional<Short> replication) {
    Set<String> existing = cluster.get(cluster.admin().listTopics().names());
    var missing = new ArrayList<NewTopic>();
    for (TopicSpec spec : specs) {
      if (!existing.contains(spec.name())) {
        int count = spec.partitioned() ? partitions : 1;
        missing.add(
            new NewTopic(spec.name(), Optional.of(count), replication).configs(spec.configs()));
      }
    }
    var created = new ArrayList<String>();
    Map<String, KafkaFuture<Void>> answers = cluster.admin().createTopics(missing).values();
    for (NewTopic topic : missing) {
      try {
        cluster.get(answers.get(topic.name()));
        created.add(topic.name());
      } catch (TopicExistsException e) {
        LOG.debug("{} was created by another just now", topic.name(), e);
      }
    }
    awaitSeen(missing.stream().map(NewTopic::name).toList());
    return created;
  }

  /** A broker answers that a topic is created some moments before it knows of it itself. */
  private void awaitSeen(List<String> names) {
    long deadline = Time.SYSTEM.milliseconds() + SEEN_WITHIN_MS;
    while (!cluster.get(cluster.admin().listTopics().names()).containsAll(names)) {
      if (Time.SYSTEM.milliseconds() > deadline) {
        throw new TimeoutException(
            "created topics are not seen after " + SEEN_WITHIN_MS + " ms: " + names);
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
  }

  /** The topics that exist, in the order of their specification. */
  public List<Found> found() {
    var found = new ArrayList<Found>();
    describe()
        .forEach(
            (name, topic) ->
                found.add(
                    new Found(
                        name,
                        topic.partitions().size(),
                        topic.partitions().get(0).replicas().size())));
    return found;
  }

  /** What the topics that exist have for the setting {@code key}, by their names. */
  public Map<String, String> setting(String key) {
    var found = new TreeMap<String, String>();
    configs(describe().keySet())
        .forEach(
            (name, config) -> {
              ConfigEntry entry = config.get(key);
              if (entry != null && entry.value() != null) {
                found.put(name, entry.value());
              }
            });
    return found;
  }

  /** How many partitions all partitioned topics have, if they exist and agree. */
  public OptionalInt partitions() {
    var counts = new LinkedHashSet<Integer>();
    Map<String, TopicDescription> topics = describe();
    for (TopicSpec spec : specs) {
      TopicDescription topic = topics.get(spec.name());
      if (spec.partitioned()) {
        counts.add(topic == null ? -1 : topic.partitions().size());
      }
    }
    return counts.size() == 1 && !counts.contains(-1)
        ? OptionalInt.of(counts.iterator().next())
        : OptionalInt.empty();
  }

  /**
   * Everything that is not as specified: missing topics, settings, and partition counts that differ
   * from the first topic's.
   */
  public List<Difference> differences() {
    Map<String, TopicDescription> topics = describe();
    Map<String, Config> configs = configs(topics.keySet());
    var differences = new ArrayList<Difference>();
    int partitions = -1;
    for (TopicSpec spec : specs) {
      TopicDescription topic = topics.get(spec.name());
      if (topic == null) {
        differences.add(new Difference(spec.name(), "topic", "there", "missing"));
        continue;
      }
      int count = topic.partitions().size();
      if (spec.partitioned() && partitions < 0) {
        partitions = count;
      }
      int expected = spec.partitioned() ? partitions : 1;
      if (count != expected) {
        differences.add(
            new Difference(
                spec.name(),
                "partition count",
                Integer.toString(expected),
                Integer.toString(count)));
      }
      compare(spec, configs.get(spec.name()), differences);
    }
    return differences;
  }

  private static void compare(TopicSpec spec, Config config, List<Difference> differences) {
    spec.configs()
        .forEach(
            (key, expected) -> {
              ConfigEntry entry = config.get(key);
              String found = entry == null ? "unset" : entry.value();
              if (!expected.equals(found)) {
                differences.add(new Difference(spec.name(), key, expected, found));
              }
            });
  }

  private Map<String, TopicDescription> describe() {
    Set<String> existing = cluster.get(cluster.admin().listTopics().names());
    List<String> names = specs.stream().map(TopicSpec::name).filter(existing::contains).toList();
    Map<String, TopicDescription> described =
        cluster.get(cluster.admin().describeTopics(names).allTopicNames());
    var ordered = new java.util.LinkedHashMap<String, TopicDescription>();
    names.forEach(name -> ordered.put(name, described.get(name)));
    return ordered;
  }

  private Map<String, Config> configs(Set<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    var configs = new HashMap<String, Config>();
    cluster
        .get(cluster.admin().describeConfigs(resources).all())
        .forEach((resource, config) -> configs.put(resource.name(), config));
    return configs;
  }
}
