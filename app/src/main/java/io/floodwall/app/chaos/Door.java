package io.floodwall.app.chaos;

import java.util.HashMap;
import java.util.Map;

/**
 * What admission's token buckets must have said, computed a second time and in another way: whole
 * numbers of tokens x period, no remainder to carry.
 *
 * <p>Agents live in one partition, so the intents of an agent have to be offered in the order of
 * their offsets and with the times the broker gave them.
 */
final class Door {
  /** What chaos's walls are set to. */
  static final long BURST = 64;

  static final long REFILL = 16;
  static final long PERIOD_MS = 1_000;

  private static final long REANCHOR_MS = 5_000;

  private final long burst;
  private final long refill;
  private final long periodMs;
  private final Map<String, Bucket> buckets = new HashMap<>();

  Door(long burst, long refill, long periodMs) {
    this.burst = burst;
    this.refill = refill;
    this.periodMs = periodMs;
  }

  /** Whether {@code agent} has a token at {@code appendMs}; if so it is taken. */
  boolean takes(String agent, long appendMs) {
    Bucket bucket = buckets.computeIfAbsent(agent, a -> new Bucket(burst * periodMs, appendMs));
    return bucket.takes(this, appendMs);
  }

  private static final class Bucket {
    private long level;
    private long last;

    Bucket(long level, long last) {
      this.level = level;
      this.last = last;
    }

    boolean takes(Door door, long now) {
      if (now > last) {
        level = Math.min(door.burst * door.periodMs, level + (now - last) * door.refill);
        last = now;
      } else if (last - now > REANCHOR_MS) {
        last = now;
      }
      boolean there = level >= door.periodMs;
      if (there) {
        level -= door.periodMs;
      }
      return there;
    }
  }
}
