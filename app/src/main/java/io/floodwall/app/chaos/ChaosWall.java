package io.floodwall.app.chaos;

import io.floodwall.app.broker.ClusterPlan;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A wall of which every part is a process: brokers, and the three applications behind wires. */
final class ChaosWall implements AutoCloseable {
  private static final long CONNECT_MS = 60_000;
  private static final List<String> APPS = List.of("admission", "gate", "ledger");

  private final Path root;
  private final ChaosPlan plan;
  private final List<Child> children = new CopyOnWriteArrayList<>();
  private final List<Child> brokers = new ArrayList<>();
  private final List<AppChild> apps = new ArrayList<>();
  private final Map<String, List<Proxy>> wires = new TreeMap<>(); // by application, then by broker
  private final List<Disk> disks = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Path clocks; // where the class of clocks that can be put is
  private @Nullable Wall wall;

  ChaosWall(Path root, ChaosPlan plan) {
    this.root = root;
    this.plan = plan;
  }

  /** Starts it below its folder, with the bundle that ships, and returns when all is ready. */
  void start() throws IOException {
    Files.createDirectories(root.resolve("logs"));
    var cluster =
        new ClusterPlan(root, Uuid.randomUuid().toString(), plan.brokers(), plan.brokers(), APPS);
    if (plan.faults().contains(FaultKind.DISK_FULL)) {
      disks.add(Disk.mount(root.resolve("state"), "128m"));
      for (ClusterPlan.Node node : cluster.nodes()) {
        disks.add(Disk.mount(cluster.logs(node), "2g"));
      }
    }
    if (plan.faults().contains(FaultKind.CLOCK)) {
      clocks = SteppedClock.compile(root.resolve("clocks"));
    }
    for (ClusterPlan.Node node : cluster.nodes()) {
      startBroker(cluster, node);
    }
    var connected =
        Wall.connect(
            Map.of("bootstrap.servers", cluster.bootstrap()), Topics.DEFAULT_PREFIX, CONNECT_MS);
    wall = connected;
    Patience.LONG.until(
        "all brokers are there",
        () -> {
          brokers.forEach(Child::requireAlive);
          return connected
                  .cluster()
                  .get(connected.cluster().admin().describeCluster().nodes())
                  .size()
              == plan.brokers();
        });
    connected.topicSet().create(plan.partitions(), Optional.empty());
    DefaultBundle.publishIfMissingWithoutWaiting(connected);
    for (String app : APPS) {
      apps.add(startInstance(app, 0));
    }
    apps.forEach(ChaosWall::awaitReady);
  }

  private void startBroker(ClusterPlan cluster, ClusterPlan.Node node) throws IOException {
    var proxied = new TreeMap<String, Integer>();
    for (String app : APPS) {
      String listener = ClusterPlan.listener(app);
      Proxy wire = Proxy.to(node.port(listener));
      wires.computeIfAbsent(app, a -> new ArrayList<>()).add(wire);
      proxied.put(listener, wire.port());
    }
    String name = "broker-" + node.id();
    Path log = root.resolve("logs").resolve(name + ".log");
    Path config = cluster.write(node, proxied);
    Child broker = Child.start(name, log, List.of("broker", config.toString()));
    keep(broker);
    brokers.add(broker);
  }

  /** Starts one more instance of {@code app}. */
  AppChild startInstance(String app, int number) throws IOException {
    String bootstrap =
        wires(app).stream()
            .map(wire -> "127.0.0.1:" + wire.port())
            .collect(Collectors.joining(","));
    Map<String, String> settings = app.equals("admission") ? plan.admission() : Map.of();
    AppChild instance = AppChild.start(app, number, bootstrap, root, clocks, settings);
    keep(instance.process());
    return instance;
  }

  /** What is started while all are ended is ended as well. */
  private void keep(Child child) {
    children.add(child);
    if (over.get()) {
      child.end();
    }
  }

  /** Waits until {@code app} is ready. */
  static void awaitReady(AppChild app) {
    Patience.LONG.until(app.process().name() + " is ready", app::isReady);
  }

  int partitions() {
    return plan.partitions();
  }

  Wall wall() {
    if (wall == null) {
      throw new IllegalStateException("the wall was not started");
    }
    return wall;
  }

  /** The first instances of admission, gate and ledger. */
  List<AppChild> apps() {
    return List.copyOf(apps);
  }

  List<Child> brokers() {
    return List.copyOf(brokers);
  }

  /** The wires of {@code app}, one to each broker. */
  List<Proxy> wires(String app) {
    return wires.getOrDefault(app, List.of());
  }

  /** The disks of state and of each broker's logs, when they are small ones of their own. */
  List<Disk> disks() {
    return List.copyOf(disks);
  }

  /** The broker that leads this partition of the ledger. */
  Child leaderOfLedger(int partition) {
    var at = new TopicPartition(wall().topics().ledger(), partition);
    var cluster = wall().cluster();
    int id =
        cluster
            .get(cluster.admin().describeTopics(List.of(at.topic())).allTopicNames())
            .get(at.topic())
            .partitions()
            .get(partition)
            .leader()
            .id();
    return brokers.get(Math.max(1, id) - 1);
  }

  /** Starts again what ended by itself, as a supervisor does; answers its names. */
  List<String> restartTheDead() {
    var dead = new ArrayList<String>();
    var watched = new ArrayList<>(brokers);
    apps.forEach(app -> watched.add(app.process()));
    for (Child child : watched) {
      if (!child.isAlive()) {
        dead.add(child.name());
        child.startAgain();
      }
    }
    return dead;
  }

  /** Ends every process, at once. */
  @Override
  public void close() {
    killAll();
    if (wall != null) {
      wall.close();
    }
  }

  /** Ends every process and nothing else: what is left to do when this process is told to end. */
  void killAll() {
    over.set(true);
    children.forEach(Child::end);
    wires.values().forEach(all -> all.forEach(Proxy::close));
    disks.forEach(Disk::unmount);
  }
}
