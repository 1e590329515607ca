package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

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
    if (!Files.exists(logs.resolve("meta.properties"))) {
      format(logs, clusterId == null ? "" : clusterId, config);
    }
    var server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "chaos-broker-stop"));
    server.startup();
    server.awaitShutdown();
  }

  private static void format(Path logs, String clusterId, Map<String, String> config)
      throws Exception {
    Files.createDirectories(logs);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(Integer.parseInt(config.getOrDefault("node.id", "1")))
          .setClusterId(clusterId)
          .addDirectory(logs.toString())
          .setMetadataLogDirectory(logs.toString())
          .setControllerListenerName("CONTROLLER")
          .run();
    } catch (IOException e) {
      throw new IOException("cannot format " + logs + ": " + e.getMessage(), e);
    }
  }
}
