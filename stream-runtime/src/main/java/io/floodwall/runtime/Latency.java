package io.floodwall.runtime;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How long something took, from one clock's time to another's. */
public final class Latency {
  private final Timer timer;

  Latency(Timer timer) {
    this.timer = timer;
  }

  /**
   * Records the way from {@code startMs} to {@code endMs}; a clock behind the other counts as 0.
   */
  public void record(long startMs, long endMs) {
    timer.record(Math.max(0, endMs - startMs), TimeUnit.MILLISECONDS);
  }
}
