package io.floodwall.app.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the brokers of a cluster on this machine are configured and reached. In the chaos suite's:
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
public final class ClusterPlan {
  /** The key under which a node's file has the id of its cluster. */
  public static final String CLUSTER_ID = "floodwall.cluster.id";

  private static final String HOST = "127.0.0.1";
  private static final String CONTROLLER = BrokerProperties.CONTROLLER_LISTENER;
  private static final String INTERNAL_PARTITIONS = "4";

  private final Path root;
  private final String clusterId;
  private final List<Node> nodes = new ArrayList<>();

  /** One broker: its ports by listener. */
  public record Node(int id, Map<String, Integer> ports) {
    public Node {
      ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports)); // in this order
    }

    public int port(String listener) {
      return ports.getOrDefault(listener, 0);
    }
  }

  /**
   * A new cluster below {@code root}.
   *
   * @param controllers how many of them, the first ones, are controllers too
   * @param apps what has a listener of its own, beside that of all others
   */
  public ClusterPlan(Path root, String clusterId, int brokers, int controllers, List<String> apps)
      throws IOException {
    this.root = root;
    this.clusterId = clusterId;
    for (int id = 1; id <= brokers; id++) {
      var ports = new LinkedHashMap<String, Integer>();
      ports.put("CLIENTS", Ports.free());
      for (String app : apps) {
        ports.put(listener(app), Ports.free());
      }
      if (id <= controllers) {
        ports.put(CONTROLLER, Ports.free());
      }
      nodes.add(new Node(id, ports));
    }
  }

  /** What an application's own listener is called. */
  public static String listener(String app) {
    return app.toUpperCase(Locale.ROOT);
  }

  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Where everybody connects who is not behind a proxy. */
  public String bootstrap() {
    return nodes.stream()
        .map(node -> HOST + ":" + node.port("CLIENTS"))
        .collect(Collectors.joining(","));
  }

  /**
   * Writes the configuration of {@code node}, whose listeners are advertised at {@code proxied}.
   */
  public Path write(Node node, Map<String, Integer> proxied) throws IOException {
    var config = new Properties();
    config.setProperty(CLUSTER_ID, clusterId);
    properties(node, proxied).forEach(config::setProperty);
    Path file = root.resolve("logs/broker-" + node.id() + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      config.store(out, null);
    }
    return file;
  }

  /** Where {@code node} keeps its logs. */
  public Path logs(Node node) {
    return root.resolve("cluster/broker-" + node.id());
  }

  String clusterId() {
    return clusterId;
  }

  /**
   * The configuration of {@code node}, whose listeners are advertised at {@code proxied}, or where
   * they are.
   */
  Map<String, String> properties(Node node, Map<String, Integer> proxied) {
    var config = new HashMap<String, String>();
    config.put("node.id", Integer.toString(node.id()));
    config.put("process.roles", isController(node) ? "broker,controller" : "broker");
    config.put("log.dirs", logs(node).toString());
    config.put("listeners", addresses(node, Map.of(), true));
    config.put("advertised.listeners", addresses(node, proxied, false));
    config.put(
        "listener.security.protocol.map",
        Stream.concat(node.ports().keySet().stream(), Stream.of(CONTROLLER))
            .distinct()
            .map(name -> name + ":PLAINTEXT")
            .collect(Collectors.joining(",")));
    config.put("inter.broker.listener.name", "CLIENTS");
    config.put("controller.listener.names", CONTROLLER);
    config.put(
        "controller.quorum.voters",
        nodes.stream()
            .filter(ClusterPlan::isController)
            .map(one -> one.id() + "@" + HOST + ":" + one.port(CONTROLLER))
            .collect(Collectors.joining(",")));
    config.put("auto.create.topics.enable", "false");
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    config.putAll(replicas());
    return config;
  }

  private static boolean isController(Node node) {
    return node.ports().containsKey(CONTROLLER);
  }

  private static String addresses(Node node, Map<String, Integer> proxied, boolean all) {
    return node.ports().entrySet().stream()
        .filter(port -> all || !port.getKey().equals(CONTROLLER))
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
}
