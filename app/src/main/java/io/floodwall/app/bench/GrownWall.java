package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.schemas.Codecs;
import java.util.function.IntSupplier;

/** A wall of so many partitions on a broker; a step is an intent through all of it. */
final class GrownWall implements Grown {
  private final BenchSettings settings;
  private final IntSupplier floods;
  private final Lane lane;
  private final LogUse atFirst;
  private long intents;

  /**
   * Starts it.
   *
   * @param floods answers a number that no other flood has
   */
  GrownWall(Ground ground, BenchSettings settings, IntSupplier floods) {
    this.settings = settings;
    this.floods = floods;
    lane = Lane.ofWall(ground, "growth-" + settings.partitions(), settings);
    atFirst = LogUse.of(lane.wall());
  }

  @Override
  public long size() {
    return settings.partitions();
  }

  @Override
  public double stepNanos() {
    Codecs codecs = lane.wall().codecs();
    var flood = Flood.of(settings.intents(), settings.agents(), floods.getAsInt(), codecs.intent());
    intents += flood.size();
    return FloodRun.throughHops(lane.wall(), flood).cpuMicros() * 1e3;
  }

  @Override
  public double bytesEach() {
    return (double) LogUse.of(lane.wall()).bytesSince(atFirst) / intents;
  }

  /** The same by topic. */
  ObjectNode bytesEachByTopic() {
    return LogUse.of(lane.wall()).json(atFirst, intents);
  }

  @Override
  public void close() {
    lane.close();
  }
}
