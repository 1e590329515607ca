package io.floodwall.app.bench;

import java.util.List;
import java.util.Map;

/** A lane that is sent intents at steady rates, and how many each of its partitions has had. */
final class Steady implements AutoCloseable {
  private final Lane lane;
  private final long[] decided;

  Steady(Lane lane, BenchSettings settings) {
    this.lane = lane;
    this.decided = new long[settings.partitions()];
  }

  Lane lane() {
    return lane;
  }

  /** A flood as fast as it goes. */
  void warmUp(Flood flood) {
    var unused = FloodRun.throughHops(lane.wall(), flood);
    count(flood);
  }

  /** One intent after another, timed at {@code marks}. */
  Map<Mark, Percentiles> measure(Flood flood, int perSecond, List<Mark> marks) {
    Map<Mark, Percentiles> passed = LatencyRun.of(lane.wall(), flood, perSecond, marks, decided);
    count(flood);
    return passed;
  }

  private void count(Flood flood) {
    for (Flood.Message message : flood.messages()) {
      decided[message.partition(decided.length)]++;
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
