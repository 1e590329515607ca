package io.floodwall.app.bench;

import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.Random;

/** A waiting room with so many in it; a step is one in and the most urgent out. */
final class GrownRoom implements Grown {
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final int depth;
  private final int steps;
  private final Random random = new Random(1);
  private final WaitingRoom room;
  private final double bytesEach;
  private long seq;
  private long folded;

  GrownRoom(int depth, int steps) {
    this.depth = depth;
    this.steps = steps;
    Heap before = Heap.now();
    room = new WaitingRoom(depth + 1L);
    while (room.depth() < depth) {
      enter();
    }
    bytesEach = before.bytesForEachOf(depth);
  }

  private void enter() {
    room.enter(new Place(PRIORITIES.get(random.nextInt(PRIORITIES.size())), seq++));
  }

  @Override
  public long size() {
    return depth;
  }

  @Override
  public double stepNanos() {
    long start = Machine.threadCpuNanos();
    for (int i = 0; i < steps; i++) {
      enter();
      folded += room.next().seq();
    }
    return (double) (Machine.threadCpuNanos() - start) / steps;
  }

  @Override
  public double bytesEach() {
    return bytesEach;
  }

  @Override
  public long folded() {
    return folded;
  }
}
