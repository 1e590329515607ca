package io.floodwall.benchmarks;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Admission, gate and ledger as they ship, with limits so wide that every intent goes through: each
 * takes a token, is remembered, ruled on by the shipped bundle and chained.
 */
final class WallHops implements Hops {
  private static final Duration READY = Duration.ofSeconds(60);

  private final List<StreamRunner> runners = new ArrayList<>();
  private final long ledgeredBefore;

  WallHops(Wall wall, String bootstrap, Path state, long commitMs, Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put(AppConfig.PREFIX, wall.prefix());
    settings.put(AppConfig.STATE_DIR, state.resolve(wall.prefix()).toString());
    settings.put(AppConfig.COMMIT_INTERVAL_MS, Long.toString(commitMs));
    settings.put(AdmissionConfig.RATE_BURST, "1000000000");
    settings.put(AdmissionConfig.RATE_REFILL, "1000000000");
    settings.put(AdmissionConfig.ROOM_CAPACITY, "1000000");
    settings.putAll(more);
    for (StreamApp app : LocalWall.APPS) {
      var own = new HashMap<>(settings);
      own.keySet()
          .removeIf(key -> key.startsWith("floodwall.") && !app.configDef().names().contains(key));
      runners.add(StreamRunner.start(app, app.configure(own)));
    }
    runners.forEach(runner -> runner.awaitReady(READY));
    DefaultBundle.publishIfMissing(wall);
    ledgeredBefore = wall.partitions(); // the bundle, once in every chain
  }

  @Override
  public long ledgeredBefore() {
    return ledgeredBefore;
  }

  @Override
  public void close() {
    runners.parallelStream().forEach(StreamRunner::close);
  }
}
