package io.floodwall.core.admission;

import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The order of who waits: a bounded, sorted index of places. The intents themselves lie elsewhere,
 * under {@link Place#toKey}.
 *
 * <p>Every step is O(log n). It is rebuilt from the stored keys when a task starts, in any order.
 */
public final class WaitingRoom {
  private final TreeSet<Place> order = new TreeSet<>();
  private final long capacity;

  /** An empty room for {@code capacity} intents; 0 lets nobody in. */
  public WaitingRoom(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative, got " + capacity);
    }
    this.capacity = capacity;
  }

  /** How many wait. */
  public int depth() {
    return order.size();
  }

  /** How many may wait. */
  public long capacity() {
    return capacity;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return order.isEmpty();
  }

  /**
   * Lets {@code place} in; the caller has asked {@link Admission} first, so a full room or a second
   * entry is a bug.
   */
  public void enter(Place place) {
    if (order.size() >= capacity) {
      throw new IllegalStateException("the waiting room is full: " + capacity);
    }
    restore(place);
  }

  /**
   * Puts back a place that was let in before a restart, even if the capacity has since been
   * lowered.
   */
  public void restore(Place place) {
    if (!order.add(place)) {
      throw new IllegalStateException("already in the waiting room: " + place);
    }
  }

  /** The most urgent, oldest place, left where it is. */
  public Place first() {
    return order.first();
  }

  /** Takes out the most urgent, oldest place. */
  public Place next() {
    Place first = order.pollFirst();
    if (first == null) {
      throw new NoSuchElementException("nobody waits");
    }
    return first;
  }

  /** Everyone who waits, in the order of release. */
  public Stream<Place> inOrder() {
    return order.stream();
  }
}
