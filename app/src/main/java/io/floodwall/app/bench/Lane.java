package io.floodwall.app.bench;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import io.floodwall.ledger.LedgerConfig;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Topics of their own with three applications running between {@code intents} and {@code ledger}:
 * the wall, or what it is compared with. Where the wall has limits they are so wide that every
 * intent goes through.
 */
final class Lane implements AutoCloseable {
  private static final long CONNECT_MS = 30_000;
  private static final Duration READY = Duration.ofSeconds(60);

  private final Wall wall;
  private final List<StreamRunner> runners;

  private Lane(Wall wall, List<StreamRunner> runners) {
    this.wall = wall;
    this.runners = runners;
  }

  /** The wall as it ships, with the bundle that ships. */
  static Lane ofWall(Ground ground, String name, BenchSettings settings) {
    Lane lane = of(ground, name, LocalWall.APPS, settings);
    DefaultBundle.publishIfMissing(lane.wall);
    return lane;
  }

  /** {@code hops} in the place of the wall's applications. */
  static Lane of(Ground ground, String name, List<StreamApp> hops, BenchSettings settings) {
    Wall wall =
        Wall.connect(
            Map.of("bootstrap.servers", ground.bootstrap()), "bench-" + name + ".", CONNECT_MS);
    var lane = new Lane(wall, new ArrayList<>());
    try {
      wall.topicSet().create(settings.partitions(), Optional.empty());
      Map<String, String> keys = keys(wall, ground, settings);
      if (hops != LocalWall.APPS) { // which alone ask for their commits
        keys.put(AppConfig.COMMIT_INTERVAL_MAX_MS, Long.toString(settings.commitMs()));
      }
      for (StreamApp app : hops) {
        var own = new HashMap<>(keys);
        own.keySet()
            .removeIf(
                key -> key.startsWith("floodwall.") && !app.configDef().names().contains(key));
        lane.runners.add(StreamRunner.start(app, app.configure(own)));
      }
      lane.runners.forEach(runner -> runner.awaitReady(READY));
      return lane;
    } catch (RuntimeException e) {
      lane.close();
      throw e;
    }
  }

  private static Map<String, String> keys(Wall wall, Ground ground, BenchSettings settings) {
    var keys = new HashMap<String, String>();
    keys.put("bootstrap.servers", ground.bootstrap());
    keys.put(AppConfig.PREFIX, wall.prefix());
    keys.put(AppConfig.STATE_DIR, ground.state().resolve(wall.prefix()).toString());
    keys.put(AppConfig.COMMIT_INTERVAL_MS, Long.toString(settings.commitMs()));
    keys.put(AdmissionConfig.RATE_BURST, "1000000000");
    keys.put(AdmissionConfig.RATE_REFILL, "1000000000");
    keys.put(AdmissionConfig.ROOM_CAPACITY, "1000000");
    keys.put(LedgerConfig.SEALER_ENABLED, "false"); // what it is compared with reads nothing back
    keys.putAll(settings.more());
    return keys;
  }

  Wall wall() {
    return wall;
  }

  @Override
  public void close() {
    runners.parallelStream().forEach(StreamRunner::close);
    wall.close();
  }
}
