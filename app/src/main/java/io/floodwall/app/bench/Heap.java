package io.floodwall.app.bench;

/** How much heap was in use at a moment, garbage left out. */
record Heap(long used) {
  /** Below this many things, what they take is lost in what else the process keeps. */
  private static final int FEW = 100_000;

  static Heap now() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Heap(runtime.totalMemory() - runtime.freeMemory());
  }

  /** Bytes for each of {@code things} that came since; 0 when they are few. */
  double bytesForEachOf(int things) {
    return things < FEW ? 0 : Math.max(0, (double) (now().used - used) / things);
  }
}
