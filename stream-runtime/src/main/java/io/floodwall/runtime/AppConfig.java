package io.floodwall.runtime;

import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * The configuration of one application: the keys all share and its own, declared once, checked at
 * start.
 *
 * <p>An unknown {@code floodwall.*} key is refused. Every other key goes to the Kafka clients as it
 * is, except those that floodwall's promises rest on, which are refused too.
 */
public class AppConfig extends AbstractConfig {
  public static final String PREFIX = "floodwall.prefix";
  public static final String LEDGER_NAME = "floodwall.ledger.name";
  public static final String INSTANCE_ID = "floodwall.instance.id";
  public static final String STATE_DIR = "floodwall.state.dir";
  public static final String HEALTH_HOST = "floodwall.health.host";
  public static final String HEALTH_PORT = "floodwall.health.port";
  public static final String COMMIT_INTERVAL_MS = "floodwall.commit.interval.ms";
  public static final String COMMIT_INTERVAL_MAX_MS = "floodwall.commit.interval.max.ms";
  public static final String SESSION_TIMEOUT_MS = "floodwall.session.timeout.ms";
  public static final String THREADS = "floodwall.threads";
  public static final String CLOSE_TIMEOUT_MS = "floodwall.close.timeout.ms";
  public static final String START_TIMEOUT_MS = "floodwall.start.timeout.ms";
  public static final String CACHE_BYTES = "floodwall.cache.bytes";
  public static final String ROCKSDB_BYTES = "floodwall.rocksdb.bytes";
  public static final String INTENTS_TIMESTAMP = "floodwall.intents.timestamp";

  /** The only prefix whose intents may carry their own time. */
  public static final String DEMO_PREFIX = "floodwall-demo.";

  private static final String OWN = "floodwall.";

  /** What floodwall's promises rest on; see {@link StreamSettings}. */
  private static final String[] RESERVED = {
    "application.id",
    "processing.guarantee",
    "group.protocol",
    "group.instance.id",
    "auto.offset.reset",
    "isolation.level",
    "state.dir",
    "enable.auto.commit",
    "default.deserialization.exception.handler",
    "deserialization.exception.handler"
  };

  /** The configuration of an application whose own keys are {@code own}. */
  public AppConfig(ConfigDef own, Map<String, ?> given) {
    super(checked(own, given), given, Map.of(), false);
    boolean create = getString(INTENTS_TIMESTAMP).equals("create");
    if (create && !getString(PREFIX).equals(DEMO_PREFIX)) {
      throw new ConfigException(
          INTENTS_TIMESTAMP
              + "=create lets agents set their own time and is for the demo's prefix "
              + DEMO_PREFIX
              + " alone; use append");
    }
    topics(); // a bad prefix fails here and not at the first topic
  }

  /** The keys that all applications share; each call makes a new definition to add one's own to. */
  public static ConfigDef common() {
    return RegistryKeys.define(new ConfigDef())
        .define(
            PREFIX,
            ConfigDef.Type.STRING,
            "floodwall.",
            Importance.HIGH,
            "What every topic and application id starts with. Ends with a dot.")
        .define(
            LEDGER_NAME,
            ConfigDef.Type.STRING,
            "",
            Importance.HIGH,
            "The name in every chain's origin, <name>/<partition>. Empty: the prefix without its"
                + " dot. Never change it: the genesis of every chain is made from it.")
        .define(
            INSTANCE_ID,
            ConfigDef.Type.STRING,
            "0",
            Importance.HIGH,
            "Tells the instances of one application apart, and must stay the same when an instance"
                + " restarts: it is its static group membership, by which a killed instance is back"
                + " in seconds.")
        .define(
            STATE_DIR,
            ConfigDef.Type.STRING,
            "data/state",
            Importance.HIGH,
            "Where stores are kept on disk. One folder per instance.")
        .define(
            HEALTH_HOST,
            ConfigDef.Type.STRING,
            "127.0.0.1",
            Importance.MEDIUM,
            "The address the health endpoint listens on.")
        .define(
            HEALTH_PORT,
            ConfigDef.Type.INT,
            0,
            Range.between(0, 65_535),
            Importance.MEDIUM,
            "The port of the health endpoint: /live, /ready, /health and /metrics. 0 takes a free"
                + " one and logs it.")
        .define(
            COMMIT_INTERVAL_MS,
            ConfigDef.Type.LONG,
            20L,
            Range.between(1L, 10_000L),
            Importance.MEDIUM,
            "How often a stage commits its transaction, in milliseconds. Latency is about hops x"
                + " interval; below 20 it stops improving. Half as long as the last commit took if"
                + " that is longer.")
        .define(
            COMMIT_INTERVAL_MAX_MS,
            ConfigDef.Type.LONG,
            1_000L,
            Range.between(1L, 10_000L),
            Importance.LOW,
            "The longest a stage works without a commit, in milliseconds, however long commits"
                + " take. Means nothing when it is less than the interval.")
        .define(
            SESSION_TIMEOUT_MS,
            ConfigDef.Type.INT,
            6_000,
            Range.between(1_000, 60_000),
            Importance.MEDIUM,
            "How long an instance may be silent before its partitions move to another, in"
                + " milliseconds.")
        .define(
            THREADS,
            ConfigDef.Type.INT,
            1,
            Range.between(1, 256),
            Importance.MEDIUM,
            "Stream threads of this instance; more than partitions are idle.")
        .define(
            START_TIMEOUT_MS,
            ConfigDef.Type.LONG,
            30_000L,
            Range.between(1_000L, 600_000L),
            Importance.LOW,
            "How long to wait for the cluster at start, in milliseconds.")
        .define(
            CLOSE_TIMEOUT_MS,
            ConfigDef.Type.LONG,
            10_000L,
            Range.between(100L, 600_000L),
            Importance.LOW,
            "How long a clean stop may take, in milliseconds; after it the process exits anyway and"
                + " nothing is lost.")
        .define(
            CACHE_BYTES,
            ConfigDef.Type.LONG,
            32L * 1024 * 1024,
            Range.atLeast(0L),
            Importance.LOW,
            "Heap for the record caches that fold repeated changes of one row between two commits.")
        .define(
            ROCKSDB_BYTES,
            ConfigDef.Type.LONG,
            64L * 1024 * 1024,
            Range.atLeast(8L * 1024 * 1024),
            Importance.LOW,
            "Memory that all RocksDB stores of the process share, block cache and write buffers"
                + " together.")
        .define(
            INTENTS_TIMESTAMP,
            ConfigDef.Type.STRING,
            "append",
            ValidString.in("append", "create"),
            Importance.LOW,
            "Which time rates are measured on: append (the broker's, which agents cannot set) or"
                + " create. create is refused for every prefix but "
                + DEMO_PREFIX
                + ".");
  }

  /** The codecs: with pinned ids, or with those of the registry, which has to answer now. */
  public final Codecs codecs() {
    return RegistryKeys.codecs(this, topics());
  }

  /** The topics under this prefix. */
  public final Topics topics() {
    try {
      return new Topics(getString(PREFIX));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(PREFIX + ": " + e.getMessage());
    }
  }

  /** The name in chain origins. */
  public final String ledgerName() {
    String name = getString(LEDGER_NAME);
    String prefix = getString(PREFIX);
    return name.isEmpty() ? prefix.substring(0, prefix.length() - 1) : name;
  }

  /** The application id of the application called {@code name}. */
  public final String applicationId(String name) {
    return getString(PREFIX) + name;
  }

  /** Whose time intents carry. */
  public final Topics.IntentsTime intentsTime() {
    return getString(INTENTS_TIMESTAMP).equals("create")
        ? Topics.IntentsTime.CREATE
        : Topics.IntentsTime.APPEND;
  }

  /** The folder for stores. */
  public final Path stateDir() {
    return Path.of(getString(STATE_DIR));
  }

  /** What goes to the Kafka clients as it is. */
  public final Map<String, Object> clientProperties() {
    var properties = new HashMap<String, Object>();
    originals()
        .forEach(
            (key, value) -> {
              if (!key.startsWith(OWN)) {
                properties.put(key, value);
              }
            });
    return properties;
  }

  private static ConfigDef checked(ConfigDef own, Map<String, ?> given) {
    var unknown = new TreeSet<String>();
    for (String key : given.keySet()) {
      if (key.startsWith(OWN) && !own.names().contains(key)) {
        unknown.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "unknown configuration " + unknown + "; docs/configuration.md lists the known keys");
    }
    for (String key : RESERVED) {
      for (String prefixed : new String[] {key, "consumer." + key, "main.consumer." + key}) {
        if (given.containsKey(prefixed)) {
          throw new ConfigException(
              prefixed + " is set by floodwall and cannot be changed: its promises rest on it");
        }
      }
    }
    Object bootstrap = given.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    if (bootstrap == null || bootstrap.toString().isBlank()) {
      throw new ConfigException(
          "bootstrap.servers is missing: say where Kafka is, such as 127.0.0.1:9092");
    }
    return own;
  }
}
