package io.floodwall.runtime;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidTxnStateException;

/**
 * Tells a thread that slept past its transaction's timeout from one that failed for good.
 *
 * <p>The broker has rolled such a transaction back; what the thread wrote into it is gone, and so
 * is what it knew of its tasks. Kafka Streams goes back to its group when the broker says so by
 * refusing the producer's epoch, and dies when it says so by refusing the transaction's state
 * (KAFKA-19690). A new thread reads everything anew, so nothing is lost by either. One that needs
 * it over and over does not sleep: that is a failure.
 */
final class LateWakings {
  private static final int MOST = 3;
  private static final long WITHIN_NANOS = 120_000_000_000L;

  private final LongSupplier nanoTime;
  private final ArrayDeque<Long> last = new ArrayDeque<>();

  LateWakings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether a new thread in the place of the one that {@code root} ended will do. */
  synchronized boolean isOne(Throwable root) {
    if (!(root instanceof InvalidTxnStateException)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    while (!last.isEmpty() && now - last.getFirst() > WITHIN_NANOS) {
      last.removeFirst();
    }
    last.addLast(now);
    return last.size() <= MOST;
  }
}
