package io.floodwall.benchmarks;

/** Three running applications between {@code intents} and {@code ledger}; closing stops them. */
interface Hops extends AutoCloseable {

  /** Records that stand in {@code ledger} before the first intent is sent. */
  long ledgeredBefore();

  @Override
  void close();
}
