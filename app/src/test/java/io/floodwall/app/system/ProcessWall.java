package io.floodwall.app.system;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.Wall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wall whose broker is the tests' and whose three applications run in processes of their own, so
 * that they can be killed.
 */
final class ProcessWall implements AutoCloseable {
  private final TestBroker broker;
  private final Wall wall;
  private final List<AppProcess> apps = new ArrayList<>();

  private ProcessWall(TestBroker broker, Wall wall) {
    this.broker = broker;
    this.wall = wall;
  }

  /** Starts it, with the default bundle, and waits until all is ready. */
  static ProcessWall start(String name, int partitions, Path folder, Map<String, String> settings)
      throws Exception {
    TestBroker broker = TestBroker.start();
    String prefix = TestBroker.wallName(name) + ".";
    Wall wall =
        Wall.connect(Map.of("bootstrap.servers", broker.bootstrapServers()), prefix, 30_000);
    var processes = new ProcessWall(broker, wall);
    try {
      wall.topicSet().create(partitions, Optional.empty());
      DefaultBundle.publishIfMissingWithoutWaiting(wall);
      processes.startApps(prefix, folder, settings);
      return processes;
    } catch (IOException | RuntimeException e) {
      processes.close();
      throw e;
    }
  }

  Wall wall() {
    return wall;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Admission, gate and ledger. */
  List<AppProcess> apps() {
    return List.copyOf(apps);
  }

  @Override
  public void close() {
    for (AppProcess app : apps) {
      app.close();
    }
    wall.close();
    broker.close();
  }

  private void startApps(String prefix, Path folder, Map<String, String> settings)
      throws IOException {
    for (String name : List.of("admission", "gate", "ledger")) {
      var own = new HashMap<String, String>();
      own.put("floodwall.prefix", prefix);
      settings.forEach(
          (key, value) -> {
            if (key.startsWith(name + ":")) {
              own.put(key.substring(name.length() + 1), value);
            }
          });
      apps.add(AppProcess.start(name, broker.bootstrapServers(), folder, own));
    }
    apps.forEach(AppProcess::awaitReady);
  }
}
