package io.floodwall.core.audit;

import java.util.HashMap;
import java.util.Map;

/** A fingerprint of eight bytes for each of many numbers that are dense on the whole, in pages. */
final class Fingerprints {
  /** What {@link #get} answers for a number that has none. */
  static final long NONE = 0;

  private static final int PAGE = 256;

  private final Map<Long, long[]> pages = new HashMap<>();

  /** Gives {@code number} a fingerprint, unless it has one; answers whether it had none. */
  boolean putIfAbsent(long number, long fingerprint) {
    long[] page = pages.computeIfAbsent(number / PAGE, p -> new long[PAGE]);
    int at = (int) (number % PAGE);
    if (page[at] != NONE) {
      return false;
    }
    page[at] = told(fingerprint);
    return true;
  }

  /** The fingerprint of {@code number}, or {@link #NONE}. */
  long get(long number) {
    long[] page = number < 0 ? null : pages.get(number / PAGE);
    return page == null ? NONE : page[(int) (number % PAGE)];
  }

  /** Whether {@code number} has this very fingerprint. */
  boolean matches(long number, long fingerprint) {
    return get(number) == told(fingerprint);
  }

  /** The one value that means none stands in for itself. */
  private static long told(long fingerprint) {
    return fingerprint == NONE ? 1 : fingerprint;
  }
}
