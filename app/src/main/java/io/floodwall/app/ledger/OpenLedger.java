package io.floodwall.app.ledger;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A ledger that can be read: its wall, what its heads say, and the name in its chains' origins. */
public final class OpenLedger implements AutoCloseable {
  private final Wall wall;
  private final Heads heads;
  private final String name;
  private final @Nullable LookedAt folder;

  private OpenLedger(Wall wall, Heads heads, String name, @Nullable LookedAt folder) {
    this.wall = wall;
    this.heads = heads;
    this.name = name;
    this.folder = folder;
  }

  /** The ledger of a wall on a cluster. */
  static OpenLedger ofCluster(KafkaOptions kafka, @Nullable String name, DataOut talk) {
    Map<String, Object> properties = kafka.clientProperties();
    String where = String.valueOf(properties.get("bootstrap.servers"));
    String prefix =
        new WallsThere(where, topics(properties, kafka.timeoutMs())).existing(kafka.prefix());
    return read(Wall.connect(properties, prefix, kafka.timeoutMs()), name, null, talk);
  }

  /** The ledger in a kept folder. */
  static OpenLedger ofFolder(Path data, KafkaOptions kafka, @Nullable String name, DataOut talk) {
    long timeoutMs = kafka.timeoutMs();
    LookedAt folder = LookedAt.open(data, talk);
    OpenLedger opened = null;
    try {
      Map<String, Object> properties = folder.clientProperties();
      String prefix =
          new WallsThere(data.toString(), topics(properties, timeoutMs))
              .theOnly(kafka.prefixIfGiven());
      opened = read(Wall.connect(properties, prefix, timeoutMs), name, folder, talk);
      return opened;
    } finally {
      if (opened == null) {
        folder.close();
      }
    }
  }

  public Wall wall() {
    return wall;
  }

  public Heads heads() {
    return heads;
  }

  /** What its chains' origins are called. */
  public String name() {
    return name;
  }

  /** Whether the cluster has this topic. */
  public boolean has(String topic) {
    return wall.cluster().get(wall.cluster().admin().listTopics().names()).contains(topic);
  }

  /** The partitions of its ledger that were asked for; all of them when none was. */
  public List<TopicPartition> partitions(Collection<Integer> asked) {
    List<TopicPartition> all = new TopicReader(wall).partitionsOf(wall.topics().ledger());
    Set<Integer> unknown = new TreeSet<>(asked);
    all.forEach(partition -> unknown.remove(partition.partition()));
    if (!unknown.isEmpty()) {
      throw CommandException.usage(
          "--partition "
              + unknown.iterator().next()
              + ": the ledger has partitions 0 to "
              + (all.size() - 1));
    }
    return asked.isEmpty()
        ? all
        : all.stream().filter(partition -> asked.contains(partition.partition())).toList();
  }

  @Override
  public void close() {
    wall.close();
    if (folder != null) {
      folder.close();
    }
  }

  private static OpenLedger read(
      Wall wall, @Nullable String asked, @Nullable LookedAt folder, DataOut talk) {
    Heads heads = null;
    try {
      heads = Heads.read(wall);
    } finally {
      if (heads == null) {
        wall.close();
      }
    }
    String usual = wall.prefix().substring(0, wall.prefix().length() - 1);
    if (asked != null) {
      return new OpenLedger(wall, heads, asked, folder);
    }
    Optional<String> told = heads.soleName().filter(other -> !other.equals(usual));
    told.ifPresent(other -> talk.text("origin name taken from the heads: " + other));
    return new OpenLedger(wall, heads, told.orElse(usual), folder);
  }

  private static Set<String> topics(Map<String, Object> properties, long timeoutMs) {
    try (Cluster cluster = Cluster.connect(properties, timeoutMs)) {
      return cluster.get(cluster.admin().listTopics().names());
    }
  }

  /** A kept folder with a broker on it, which is stopped in good order even by Ctrl-C. */
  private static final class LookedAt implements AutoCloseable {
    /** Kafka writes this file as the last thing of an orderly stop. */
    private static final String CLEAN_STOP = ".kafka_cleanshutdown";

    private final EmbeddedBroker broker;
    private final Thread hook;

    private LookedAt(EmbeddedBroker broker) {
      this.broker = broker;
      this.hook = new Thread(broker::close, "floodwall-ledger-down");
      Runtime.getRuntime().addShutdownHook(hook);
    }

    static LookedAt open(Path data, DataOut talk) {
      BrokerFolder folder = BrokerFolder.existing(data);
      if (!Files.exists(folder.kafka().resolve(CLEAN_STOP))) {
        talk.text(
            data
                + " was not left in good order: Kafka cuts off what it cannot recover; look at a"
                + " copy if it is evidence");
      }
      // secured: while it is looked at, nobody else is to write to it
      return new LookedAt(
          EmbeddedBroker.start(folder, BrokerSettings.forReadOnlyUse().withSecured(true)));
    }

    Map<String, Object> clientProperties() {
      return broker.adminProperties();
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the process is ending, and the hook is at it
      }
      broker.close();
    }
  }
}
