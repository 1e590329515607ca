package io.floodwall.app.bench;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import io.floodwall.ledger.LedgerConfig;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

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

  /** The wall with the bundle that ships, unsealed: what it is compared with seals nothing. */
  static Lane ofWall(Ground ground, String name, BenchSettings settings) {
    return ofWall(ground, name, settings, 1);
  }

  /** The same with so many instances of each application, each of which has work. */
  static Lane ofWall(Ground ground, String name, BenchSettings settings, int instances) {
    Lane lane =
        ofWall(ground, name, settings, instances, Map.of(LedgerConfig.SEALER_ENABLED, "false"));
    try {
      Shares.await(lane.wall, LocalWall.APPS, instances);
      return lane;
    } catch (RuntimeException e) {
      lane.close();
      throw e;
    }
  }

  /** The wall as it ships: its ledger is sealed with a key of its own. */
  static Lane ofSealedWall(Ground ground, String name, BenchSettings settings) {
    Path file = ground.state().resolve(name + ".key");
    try {
      KeyFile.create(file, SignerKey.generate("bench", new SecureRandom()));
    } catch (IOException | FormatException e) {
      throw new KafkaException("no key can be made in " + ground.state(), e);
    }
    return ofWall(ground, name, settings, 1, Map.of(LedgerConfig.KEY_FILES, file.toString()));
  }

  private static Lane ofWall(
      Ground ground,
      String name,
      BenchSettings settings,
      int instances,
      Map<String, String> sealing) {
    Lane lane = of(ground, name, LocalWall.APPS, settings, instances, sealing);
    DefaultBundle.publishIfMissing(lane.wall);
    return lane;
  }

  /** {@code hops} in the place of the wall's applications. */
  static Lane of(Ground ground, String name, List<StreamApp> hops, BenchSettings settings) {
    // which do not ask for their commits
    String commitMs = Long.toString(settings.commitMs());
    return of(ground, name, hops, settings, 1, Map.of(AppConfig.COMMIT_INTERVAL_MAX_MS, commitMs));
  }

  private static Lane of(
      Ground ground,
      String name,
      List<StreamApp> hops,
      BenchSettings settings,
      int instances,
      Map<String, String> own) {
    Wall wall =
        Wall.connect(
            Map.of("bootstrap.servers", ground.bootstrap()), "bench-" + name + ".", CONNECT_MS);
    var lane = new Lane(wall, new ArrayList<>());
    try {
      wall.topicSet().create(settings.partitions(), Optional.empty());
      Map<String, String> keys = keys(wall, ground, settings);
      keys.putAll(own);
      keys.putAll(settings.more());
      for (StreamApp app : hops) {
        var known = new HashMap<>(keys);
        known
            .keySet()
            .removeIf(
                key -> key.startsWith("floodwall.") && !app.configDef().names().contains(key));
        for (int number = 0; number < instances; number++) {
          String instance = "bench-" + number;
          known.put(AppConfig.INSTANCE_ID, instance);
          known.put(
              AppConfig.STATE_DIR,
              ground.state().resolve(wall.prefix()).resolve(instance).toString());
          lane.runners.add(StreamRunner.start(app, app.configure(known)));
        }
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
    keys.put(AppConfig.COMMIT_INTERVAL_MS, Long.toString(settings.commitMs()));
    keys.put(AdmissionConfig.RATE_BURST, "1000000000");
    keys.put(AdmissionConfig.RATE_REFILL, "1000000000");
    keys.put(AdmissionConfig.ROOM_CAPACITY, "1000000");
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
