package io.floodwall.runtime;

import io.micrometer.core.instrument.Counter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One counter per value of an enum, found by its place in an array. */
public final class Counters<E extends Enum<E>> {
  private final @Nullable Counter[] counters;
  private final Function<E, Counter> made;

  Counters(Class<E> type, Function<E, Counter> made) {
    this.counters = new @Nullable Counter[type.getEnumConstants().length];
    this.made = made;
  }

  /** Counts one. */
  public void count(E value) {
    of(value).increment();
  }

  /** The counter of {@code value}; two threads that make it at once get the same. */
  Counter of(E value) {
    Counter counter = counters[value.ordinal()];
    if (counter == null) {
      counter = made.apply(value);
      counters[value.ordinal()] = counter;
    }
    return counter;
  }
}
