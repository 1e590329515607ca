package io.floodwall.core.replay;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of numbers, kept as the stretches they form: numbers that are nearly dense, as offsets and
 * sequence numbers are, cost next to nothing.
 */
public final class NumberSet {
  /** First to last number of each stretch, both inclusive; stretches never touch. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  /** Adds {@code number}; answers whether it was new. */
  public boolean add(long number) {
    if (contains(number)) {
      return false;
    }
    long first = number;
    long last = number;
    Map.Entry<Long, Long> below = stretches.lowerEntry(number);
    if (below != null && below.getValue() == number - 1) {
      first = below.getKey();
    }
    Map.Entry<Long, Long> above = stretches.higherEntry(number);
    if (above != null && above.getKey() == number + 1) {
      last = above.getValue();
      stretches.remove(above.getKey());
    }
    stretches.put(first, last);
    return true;
  }

  /** Whether {@code number} is in it. */
  public boolean contains(long number) {
    Map.Entry<Long, Long> stretch = stretches.floorEntry(number);
    return stretch != null && number <= stretch.getValue();
  }

  /** The highest number up to which none from 0 on is missing, or -1. */
  public long through() {
    Map.Entry<Long, Long> stretch = stretches.floorEntry(0L);
    return stretch == null ? -1 : Math.max(-1, stretch.getValue());
  }

  /** The highest number, or -1 when there is none. */
  public long highest() {
    return stretches.isEmpty() ? -1 : stretches.lastEntry().getValue();
  }
}
