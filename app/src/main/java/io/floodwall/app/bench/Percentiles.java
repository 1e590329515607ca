package io.floodwall.app.bench;

import java.util.Arrays;

/** Latencies in milliseconds: the least that so many of a hundred were no longer than. */
record Percentiles(double p50, double p90, double p99, double max) {

  /** Of nothing. */
  static final Percentiles NONE = new Percentiles(0, 0, 0, 0);

  /** Of at least one latency, in nanoseconds. */
  static Percentiles of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        at(sorted, 50), at(sorted, 90), at(sorted, 99), sorted[sorted.length - 1] / 1e6);
  }

  private static double at(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
