package io.floodwall.app.chaos;

import io.floodwall.app.broker.ClusterPlan;
import io.floodwall.app.broker.KraftFormat;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One node of a chaos wall's cluster, as Kafka itself starts it: a fatal fault ends the process.
 */
final class BrokerNode {
  private BrokerNode() {}

  /** Runs the node that {@code file} configures until the process is told to end. */
  static void run(Path file) throws Exception {
    var config = new HashMap<String, String>();
    var properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    properties.stringPropertyNames().forEach(key -> config.put(key, properties.getProperty(key)));
    String clusterId = config.remove(ClusterPlan.CLUSTER_ID);
    Path logs = Path.of(config.getOrDefault("log.dirs", ""));
    int id = Integer.parseInt(config.getOrDefault("node.id", "1"));
    KraftFormat.ensureOneOfSeveral(logs, clusterId == null ? "" : clusterId, id);
    var server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "chaos-broker-stop"));
    server.startup();
    server.awaitShutdown();
  }
}
