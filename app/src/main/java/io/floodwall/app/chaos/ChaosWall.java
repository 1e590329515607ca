package io.floodwall.app.chaos;

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

/** A wall of which every part is a process: a broker and the three applications. */
final class ChaosWall implements AutoCloseable {
  private static final long CONNECT_MS = 60_000;
  private static final List<String> APPS = List.of("admission", "gate", "ledger");

  private final Path root;
  private final String bootstrap;
  private final Map<String, String> admission;
  private final List<Child> children = new ArrayList<>();
  private final List<AppChild> apps = new ArrayList<>();
  private final Wall wall;

  /**
   * Starts it below {@code root}, with the bundle that ships, and returns when all is ready.
   *
   * @throws IOException when folders cannot be made or processes not be started
   */
  static ChaosWall start(Path root, ChaosPlan plan) throws IOException {
    Files.createDirectories(root.resolve("logs"));
    int port = AppChild.freePort();
    Path log = root.resolve("logs").resolve("broker.log");
    String folder = root.resolve("cluster").toString();
    Child broker = Child.start("broker", log, List.of("broker", folder, Integer.toString(port)));
    ChaosWall wall = null;
    try {
      wall = new ChaosWall(root, "127.0.0.1:" + port, broker, plan.admission());
      wall.build(plan.partitions());
      return wall;
    } catch (IOException | RuntimeException e) {
      broker.kill();
      if (wall != null) {
        wall.close();
      }
      throw e;
    }
  }

  private ChaosWall(Path root, String bootstrap, Child broker, Map<String, String> admission) {
    this.root = root;
    this.bootstrap = bootstrap;
    this.admission = Map.copyOf(admission);
    this.children.add(broker);
    this.wall =
        Wall.connect(Map.of("bootstrap.servers", bootstrap), Topics.DEFAULT_PREFIX, CONNECT_MS);
  }

  private void build(int partitions) throws IOException {
    wall.topicSet().create(partitions, Optional.empty());
    DefaultBundle.publishIfMissingWithoutWaiting(wall);
    for (String app : APPS) {
      apps.add(startInstance(app, 0));
    }
    awaitReady();
  }

  /** Starts one more instance of {@code app}. */
  AppChild startInstance(String app, int number) throws IOException {
    Map<String, String> settings = app.equals("admission") ? admission : Map.of();
    AppChild instance = AppChild.start(app, number, bootstrap, root, settings);
    children.add(instance.process());
    return instance;
  }

  /** Waits until the first instances of all three applications are ready. */
  void awaitReady() {
    for (AppChild app : apps) {
      Patience.LONG.until(app.process().name() + " is ready", app::isReady);
    }
  }

  Wall wall() {
    return wall;
  }

  /** The first instances of admission, gate and ledger. */
  List<AppChild> apps() {
    return List.copyOf(apps);
  }

  /** Ends every process, at once. */
  @Override
  public void close() {
    killAll();
    wall.close();
  }

  /** Ends every process and nothing else: what is left to do when this process is told to end. */
  void killAll() {
    List.copyOf(children).forEach(Child::kill);
  }
}
