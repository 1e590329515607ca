package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.function.IntSupplier;

/**
 * A wall whose applications run only while it has its turn: idle ones would cost those that it is
 * compared with. Its topics stay.
 */
final class WakingWall {
  private static final int TO_WAKE_UP = 4; // the part of a flood that is sent before it

  private final Ground ground;
  private final String name;
  private final BenchSettings settings;
  private final int instances;
  private final IntSupplier floods;
  private ObjectNode logPerIntent = Json.object();

  /**
   * Not yet started.
   *
   * @param instances of each application
   * @param floods answers a number that no other flood has
   */
  WakingWall(
      Ground ground, String name, BenchSettings settings, int instances, IntSupplier floods) {
    this.ground = ground;
    this.name = name;
    this.settings = settings;
    this.instances = instances;
    this.floods = floods;
  }

  /** Starts it, sends a smaller flood and then one of {@code intents}, which counts; stops it. */
  FloodRun.Result run(int intents) {
    try (Lane lane = Lane.ofWall(ground, name, settings, instances)) {
      var unused =
          FloodRun.throughHops(lane.wall(), flood(lane, Math.max(1, intents / TO_WAKE_UP)));
      LogUse before = LogUse.of(lane.wall());
      FloodRun.Result result = FloodRun.throughHops(lane.wall(), flood(lane, intents));
      logPerIntent = LogUse.of(lane.wall()).json(before, intents);
      return result;
    }
  }

  private Flood flood(Lane lane, int intents) {
    return Flood.of(intents, settings.agents(), floods.getAsInt(), lane.wall().codecs().intent());
  }

  /** What the last flood left on the brokers' disks. */
  ObjectNode logPerIntent() {
    return logPerIntent.deepCopy();
  }
}
