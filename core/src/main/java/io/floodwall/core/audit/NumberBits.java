package io.floodwall.core.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * A set of numbers that are dense on the whole, one bit each: offsets and sequence numbers,
 * whatever the order they come in.
 *
 * <p>Bits lie in pages, so that a number far away from all others costs one page and no more.
 */
public final class NumberBits {
  private static final int PAGE_WORDS = 256;
  private static final int PAGE_BITS = PAGE_WORDS * Long.SIZE;

  private final TreeMap<Long, long[]> pages = new TreeMap<>();
  private long count;

  /** Adds {@code number}, which is not negative; answers whether it was new. */
  public boolean add(long number) {
    long[] page = pages.computeIfAbsent(pageOf(number), p -> new long[PAGE_WORDS]);
    long bit = bit(number);
    boolean isNew = (page[word(number)] & bit) == 0;
    page[word(number)] |= bit;
    count += isNew ? 1 : 0;
    return isNew;
  }

  /** Takes {@code number} out, if it is there. */
  public void remove(long number) {
    if (contains(number)) {
      pages.get(pageOf(number))[word(number)] &= ~bit(number);
      count--;
    }
  }

  /** Whether {@code number} is in it. */
  public boolean contains(long number) {
    long[] page = number < 0 ? null : pages.get(pageOf(number));
    return page != null && (page[word(number)] & bit(number)) != 0;
  }

  /** How many numbers are in it. */
  public long count() {
    return count;
  }

  /** The highest number, or -1 when there is none. */
  public long highest() {
    for (Map.Entry<Long, long[]> page : pages.descendingMap().entrySet()) {
      for (int word = PAGE_WORDS - 1; word >= 0; word--) {
        long bits = page.getValue()[word];
        if (bits != 0) {
          return number(page.getKey(), word) + Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
        }
      }
    }
    return -1;
  }

  /** Every number, lowest first. */
  public void forEach(LongConsumer consumer) {
    pages.forEach(
        (key, page) -> {
          for (int word = 0; word < PAGE_WORDS; word++) {
            for (long bits = page[word]; bits != 0; bits &= bits - 1) {
              consumer.accept(number(key, word) + Long.numberOfTrailingZeros(bits));
            }
          }
        });
  }

  private static long number(long page, int word) {
    return page * PAGE_BITS + (long) word * Long.SIZE;
  }

  private static long pageOf(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("a number must not be negative, got " + number);
    }
    return number / PAGE_BITS;
  }

  private static int word(long number) {
    return (int) (number % PAGE_BITS) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << (number % Long.SIZE);
  }
}
