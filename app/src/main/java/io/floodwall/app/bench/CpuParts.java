package io.floodwall.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time that this process used, and the parts of it, told apart by the names of their
 * threads: an application of the lane by its own, the broker, the agents, the auditor.
 */
final class CpuParts {
  /** What no Java thread used: compiling, collecting garbage, writing RocksDB files. */
  static final String JVM = "compiler_collector_rocksdb";

  private static final List<String> BROKER =
      List.of(
          "data-plane",
          "kafka-scheduler",
          "kafka-0",
          "kafka-1",
          "kafka-2",
          "kafka-3",
          "group-coordinator",
          "Txn",
          "quorum",
          "ReplicaFetcher");

  private final long total;
  private final Map<String, Long> nanos;

  private CpuParts(long total, Map<String, Long> nanos) {
    this.total = total;
    this.nanos = nanos;
  }

  /** Up to now; {@code prefix} is the lane's, and who asks is the auditor. */
  static CpuParts now(String prefix) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    var nanos = new TreeMap<String, Long>();
    long auditor = Thread.currentThread().getId();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      long used = thread == null ? -1 : threads.getThreadCpuTime(thread.getThreadId());
      if (used > 0) {
        String part =
            thread.getThreadId() == auditor ? "auditor" : part(thread.getThreadName(), prefix);
        nanos.merge(part, used, Long::sum);
      }
    }
    return new CpuParts(Machine.cpuNanos(), nanos);
  }

  private static String part(String thread, String prefix) {
    if (thread.contains(prefix)) {
      String from = thread.substring(thread.indexOf(prefix) + prefix.length());
      int end = from.indexOf('-');
      return end < 0 ? from : from.substring(0, end);
    }
    if (thread.contains(FloodRun.SENDER)) {
      return "agents";
    }
    return BROKER.stream().anyMatch(thread::startsWith) ? "broker" : "rest";
  }

  /** What was used since {@code before}; a part whose threads have ended meanwhile is left out. */
  CpuParts since(CpuParts before) {
    var used = new TreeMap<String, Long>();
    long left = total - before.total;
    for (Map.Entry<String, Long> part : nanos.entrySet()) {
      long more = part.getValue() - before.nanos.getOrDefault(part.getKey(), 0L);
      if (more > 0) {
        used.put(part.getKey(), more);
        left -= more;
      }
    }
    used.put(JVM, Math.max(0, left));
    return new CpuParts(total - before.total, used);
  }

  Map<String, Long> nanos() {
    return Map.copyOf(nanos);
  }

  long total() {
    return total;
  }
}
