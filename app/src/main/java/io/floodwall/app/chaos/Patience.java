package io.floodwall.app.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** How long something is waited for, and how often it is looked at. */
record Patience(Duration limit, Duration look) {
  /** For a wall that recovers: far longer than it should take. */
  static final Patience LONG = new Patience(Duration.ofMinutes(2), Duration.ofMillis(20));

  /** What was waited for did not come. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String what, Duration limit) {
      super("after " + limit.toSeconds() + " s it is still not so: " + what);
    }
  }

  Patience lookingEvery(Duration newLook) {
    return new Patience(limit, newLook);
  }

  void until(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new Lost(what, limit);
      }
      pause(look);
    }
  }

  /**
   * The same for something that takes as long as there is work: gives up only when {@code progress}
   * stood still for the limit.
   */
  void untilOrStuck(String what, BooleanSupplier isSo, Supplier<?> progress) {
    Object last = progress.get();
    long moved = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      Object now = progress.get();
      if (!now.equals(last)) {
        last = now;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > limit.toNanos()) {
        throw new Lost(what + ", and nothing moves", limit);
      }
      pause(look);
    }
  }

  static void pause(Duration time) {
    Time.SYSTEM.sleep(time.toMillis());
  }
}
