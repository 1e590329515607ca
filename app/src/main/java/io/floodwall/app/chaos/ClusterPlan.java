package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the brokers of a chaos wall are configured and reached.
 *
 * <pre>
 *   driver and agents ──> CLIENTS
 *   admission ──> proxy ──> ADMISSION   a listener for each application, advertised as its proxy's
 *   gate      ──> proxy ──> GATE        port, so that an application can be cut off from one broker
 *   ledger    ──> proxy ──> LEDGER      and nobody else is
 * </pre>
 *
 * <p>Sessions and timeouts are Kafka's defaults where there are several brokers, so that what is
 * measured is what an operator gets.
 */
final class ClusterPlan {
  /** The key under which a node's file has the id of its cluster. */
  static final String CLUSTER_ID = "chaos.cluster.id";

  private static final String HOST = "127.0.0.1";
  private static final String INTERNAL_PARTITIONS = "4";

  private final Path root;
  private final String clusterId;
  private final List<Node> nodes = new ArrayList<>();

  /** One broker: its ports by listener. */
  record Node(int id, Map<String, Integer> ports) {
    int port(String listener) {
      return ports.getOrDefault(listener, 0);
    }
  }

  ClusterPlan(Path root, String clusterId, int brokers, List<String> apps) throws IOException {
    this.root = root;
    this.clusterId = clusterId;
    for (int id = 1; id <= brokers; id++) {
      var ports = new LinkedHashMap<String, Integer>();
      ports.put("CLIENTS", Ports.free());
      for (String app : apps) {
        ports.put(listener(app), Ports.free());
      }
      ports.put("CONTROLLER", Ports.free());
      nodes.add(new Node(id, ports));
    }
  }

  static String listener(String app) {
    return app.toUpperCase(java.util.Locale.ROOT);
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Where everybody connects who is not behind a proxy. */
  String bootstrap() {
    return nodes.stream()
        .map(node -> HOST + ":" + node.port("CLIENTS"))
        .collect(Collectors.joining(","));
  }

  /**
   * Writes the configuration of {@code node}, whose listeners are advertised at {@code proxied}.
   */
  Path write(Node node, Map<String, Integer> proxied) throws IOException {
    var config = new Properties();
    config.setProperty(CLUSTER_ID, clusterId);
    config.setProperty("node.id", Integer.toString(node.id()));
    config.setProperty("process.roles", "broker,controller");
    config.setProperty("log.dirs", root.resolve("cluster/broker-" + node.id()).toString());
    config.setProperty("listeners", addresses(node, Map.of(), true));
    config.setProperty("advertised.listeners", addresses(node, proxied, false));
    config.setProperty(
        "listener.security.protocol.map",
        node.ports().keySet().stream()
            .map(name -> name + ":PLAINTEXT")
            .collect(Collectors.joining(",")));
    config.setProperty("inter.broker.listener.name", "CLIENTS");
    config.setProperty("controller.listener.names", "CONTROLLER");
    config.setProperty(
        "controller.quorum.voters",
        nodes.stream()
            .map(one -> one.id() + "@" + HOST + ":" + one.port("CONTROLLER"))
            .collect(Collectors.joining(",")));
    config.setProperty("auto.create.topics.enable", "false");
    config.setProperty("group.initial.rebalance.delay.ms", "0");
    config.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    config.setProperty("num.network.threads", "2");
    config.setProperty("num.io.threads", "4");
    replicas().forEach(config::setProperty);
    Path file = root.resolve("logs/broker-" + node.id() + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      config.store(out, null);
    }
    return file;
  }

  private static String addresses(Node node, Map<String, Integer> proxied, boolean all) {
    return node.ports().entrySet().stream()
        .filter(port -> all || !port.getKey().equals("CONTROLLER"))
        .map(
            port ->
                port.getKey()
                    + "://"
                    + HOST
                    + ":"
                    + proxied.getOrDefault(port.getKey(), port.getValue()))
        .collect(Collectors.joining(","));
  }

  private Map<String, String> replicas() {
    String copies = Integer.toString(Math.min(3, nodes.size()));
    String inSync = nodes.size() >= 3 ? "2" : "1";
    var all = new LinkedHashMap<String, String>();
    all.put("default.replication.factor", copies);
    all.put("min.insync.replicas", inSync);
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      all.put(topic + ".replication.factor", copies);
      all.put(topic + ".num.partitions", INTERNAL_PARTITIONS);
    }
    all.put("transaction.state.log.min.isr", inSync);
    return all;
  }

  /** The numbers of the brokers, from 0. */
  IntStream indexes() {
    return IntStream.range(0, nodes.size());
  }
}
