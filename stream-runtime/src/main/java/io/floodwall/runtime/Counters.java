package io.floodwall.runtime;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** One counter per value of an enum, found by the value's place and never by a name. */
public final class Counters<E extends Enum<E>> {
  private volatile Map<E, Counter> counters;
  private final Class<E> type;
  private final Function<E, Counter> made;

  Counters(Class<E> type, Function<E, Counter> made) {
    this.type = type;
    this.made = made;
    this.counters = new EnumMap<>(type);
  }

  /** Counts one. */
  public void count(E value) {
    of(value).increment();
  }

  /** The counter of {@code value}, made with its first. */
  Counter of(E value) {
    Counter counter = counters.get(value);
    return counter == null ? added(value) : counter;
  }

  /** Other threads read the map meanwhile, so a new one takes its place. */
  private synchronized Counter added(E value) {
    Counter counter = made.apply(value);
    var more = new EnumMap<E, Counter>(type);
    more.putAll(counters);
    more.put(value, counter);
    counters = more;
    return counter;
  }
}
