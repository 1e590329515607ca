package io.floodwall.app.bench;

/**
 * When each intent of a flood is to be sent, in nanoseconds from the start, by partition and in the
 * order of sending: a partition keeps that order from hop to hop.
 */
final class Due {
  private final long[][] nanos;
  private final long[] decidedBefore;
  private final int intents;

  private Due(long[][] nanos, long[] decidedBefore, int intents) {
    this.nanos = nanos;
    this.decidedBefore = decidedBefore;
    this.intents = intents;
  }

  /**
   * One intent of {@code flood} every {@code gapNanos}.
   *
   * @param decidedBefore how many intents each partition had before
   */
  static Due of(Flood flood, long gapNanos, long[] decidedBefore) {
    int partitions = decidedBefore.length;
    int[] counts = new int[partitions];
    for (Flood.Message message : flood.messages()) {
      counts[message.partition(partitions)]++;
    }
    var nanos = new long[partitions][];
    for (int p = 0; p < partitions; p++) {
      nanos[p] = new long[counts[p]];
      counts[p] = 0;
    }
    long next = 0;
    for (Flood.Message message : flood.messages()) {
      int p = message.partition(partitions);
      nanos[p][counts[p]++] = next;
      next += gapNanos;
    }
    return new Due(nanos, decidedBefore.clone(), flood.size());
  }

  /** When those of each partition are due. */
  long[][] nanos() {
    return nanos;
  }

  /** How many intents each partition had before. */
  long[] decidedBefore() {
    return decidedBefore;
  }

  /** How many there are in all. */
  int intents() {
    return intents;
  }
}
