package io.floodwall.app.hammer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.utils.Time;

/** What everybody who swings the hammer counts, and how long things took. */
final class Pulse {
  private static final int TOLD_MAX = 20;

  /** One intent in so many is timed. */
  private static final int TIMED_EVERY = 16;

  private final Time time = Time.SYSTEM;
  private final LongAdder writes = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder entries = new LongAdder();
  private final LongAdder inclusions = new LongAdder();
  private final LongAdder consistencies = new LongAdder();
  private final LongAdder fullPasses = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final List<String> told = new ArrayList<>();
  private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
  private final List<Long> writeNanos = new ArrayList<>();
  private final List<Long> receiptNanos = new ArrayList<>();

  /** The intent, the {@code number}-th, is on its way. */
  void sent(String id, long number) {
    sent.increment();
    if (number % TIMED_EVERY == 0) {
      sentNanos.put(id, time.nanoseconds());
    }
  }

  /** The broker has acknowledged the intent. */
  void written(String id) {
    writes.increment();
    Long sent = sentNanos.get(id);
    if (sent != null) {
      long took = time.nanoseconds() - sent;
      synchronized (writeNanos) {
        writeNanos.add(took);
      }
    }
  }

  /** The intent's decision has its entry. */
  void entry(String id) {
    if (!id.isEmpty()) {
      entries.increment();
    }
  }

  /** A receipt of the intent's decision could be made and verified from now on. */
  void receipt(String id) {
    Long sent = sentNanos.remove(id);
    if (sent != null) {
      long took = time.nanoseconds() - sent;
      synchronized (receiptNanos) {
        receiptNanos.add(took);
      }
    }
  }

  /** Whether every intent that was timed is under a checkpoint. */
  boolean isCaughtUp() {
    return sentNanos.isEmpty();
  }

  void inclusion() {
    inclusions.increment();
  }

  void consistency() {
    consistencies.increment();
  }

  void fullPass() {
    fullPasses.increment();
  }

  void failure(String problem) {
    failures.increment();
    synchronized (told) {
      if (told.size() < TOLD_MAX) {
        told.add(problem);
      }
    }
  }

  long sent() {
    return sent.sum();
  }

  long writes() {
    return writes.sum();
  }

  long entries() {
    return entries.sum();
  }

  long inclusions() {
    return inclusions.sum();
  }

  long consistencies() {
    return consistencies.sum();
  }

  long fullPasses() {
    return fullPasses.sum();
  }

  long failures() {
    return failures.sum();
  }

  List<String> told() {
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  /** Milliseconds within which this share of the writes was acknowledged. */
  double writeMs(double share) {
    synchronized (writeNanos) {
      return quantile(writeNanos, share);
    }
  }

  /** Milliseconds within which this share of the intents had a receipt. */
  double receiptMs(double share) {
    synchronized (receiptNanos) {
      return quantile(receiptNanos, share);
    }
  }

  private static double quantile(List<Long> nanos, double share) {
    if (nanos.isEmpty()) {
      return 0;
    }
    var sorted = nanos.stream().sorted().toList();
    int index = (int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()));
    return Math.round(sorted.get(index) / 1e4) / 100.0;
  }
}
