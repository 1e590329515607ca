package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntSupplier;

/** A wall of so many partitions on a broker; a step is an intent through all of it. */
final class GrownWall implements Grown {
  private final BenchSettings settings;
  private final WakingWall wall;

  /**
   * Starts nothing yet.
   *
   * @param floods answers a number that no other flood has
   */
  GrownWall(Ground ground, BenchSettings settings, IntSupplier floods) {
    this.settings = settings;
    this.wall = new WakingWall(ground, "growth-" + settings.partitions(), settings, 1, floods);
  }

  @Override
  public long size() {
    return settings.partitions();
  }

  @Override
  public double stepNanos() {
    return wall.run(settings.intents()).cpuMicros() * 1e3;
  }

  @Override
  public double bytesEach() {
    return logPerIntent().path("bytes").asDouble();
  }

  /** What the last flood left on the broker's disk, by topic too. */
  ObjectNode logPerIntent() {
    return wall.logPerIntent();
  }
}
