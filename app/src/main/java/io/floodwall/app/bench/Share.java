package io.floodwall.app.bench;

import java.util.function.LongSupplier;

/**
 * A series' share of the time of a short run: what comes after it has its own, and is not kept
 * waiting. A full run takes the time that it takes.
 *
 * @param spentMs the time since the run began
 * @param endMs when the series should be over
 */
record Share(LongSupplier spentMs, long endMs) {
  /** Until {@code part} of a short run, of 1, is over. */
  static Share until(double part, BenchSettings settings, LongSupplier spentMs) {
    return new Share(
        spentMs, settings.isQuick() ? (long) (part * settings.quickMs()) : Long.MAX_VALUE);
  }

  boolean isOver() {
    return spentMs.getAsLong() >= endMs;
  }

  /**
   * How many things there is time for: {@code most}, or fewer of which each takes {@code msEach}
   * and all together {@code msBeside} more; {@code least} if there is no time.
   */
  int fits(int most, int least, double msBeside, double msEach) {
    if (endMs == Long.MAX_VALUE) {
      return most;
    }
    double fitting = (endMs - spentMs.getAsLong() - msBeside) / msEach;
    return (int) Math.max(Math.min(least, most), Math.min(most, fitting));
  }

  /**
   * Goes through {@code most} rounds, or as many as end in time, one at least; answers how many.
   */
  int rounds(int most, Runnable round) {
    long longestMs = 0;
    int rounds = 0;
    while (rounds == 0 || (rounds < most && spentMs.getAsLong() <= endMs - longestMs)) {
      long beganMs = spentMs.getAsLong();
      round.run();
      rounds++;
      longestMs = Math.max(longestMs, spentMs.getAsLong() - beganMs);
    }
    return rounds;
  }
}
