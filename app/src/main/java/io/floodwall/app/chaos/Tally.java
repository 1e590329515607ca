package io.floodwall.app.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a checker counted, and the first examples of each fault. */
final class Tally {
  private static final int EXAMPLES_MAX = 20;

  private static final Set<FaultKind> ALWAYS_TOLD =
      Set.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.CUT);

  /** The kinds of fault, and whether the wall then has less or more than it should. */
  enum Fault {
    LOST,
    DUPLICATED,
    TORN,
    FORKED,
    /** Not what the rules say: another verdict, or another answer of the door. */
    WRONG
  }

  /** Everything as it must be, or the direction in which it is not; where both, less is worse. */
  enum Verdict {
    EXACT,
    LESS,
    MORE
  }

  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
  private final List<String> examples = new ArrayList<>();
  private final Map<String, List<Double>> recoveries = new TreeMap<>();
  private boolean less;
  private boolean more;
  long records;
  long acked;
  long decided;
  long refused;
  long pending;
  long rolledBack;
  long unrecovered;
  long ended;
  long together;
  long unfinishedMin = Long.MAX_VALUE;

  /** Something is missing. */
  void less(Fault fault, String what) {
    less = true;
    count(fault, what);
  }

  /** Something is there that must not be. */
  void more(Fault fault, String what) {
    more = true;
    count(fault, what);
  }

  /** A fault is over: so long after it struck, the first new verdict was in force. */
  void recovered(String op, double seconds) {
    recoveries.computeIfAbsent(op, o -> new ArrayList<>()).add(seconds);
  }

  /** How many faults of this kind were survived. */
  int survived(FaultKind kind) {
    return recoveries.getOrDefault(kind.op(), List.of()).size();
  }

  long of(Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  Verdict verdict() {
    return less ? Verdict.LESS : more ? Verdict.MORE : Verdict.EXACT;
  }

  /** Whether nothing is wrong and nothing is left over. */
  boolean isSound() {
    return verdict() == Verdict.EXACT && pending == 0 && unrecovered == 0;
  }

  List<String> examples() {
    return List.copyOf(examples);
  }

  /** As one object; a figure that there is nothing to take from is 0. */
  ObjectNode json() {
    ObjectNode all = Json.object();
    all.put("verdict", verdict().name());
    for (FaultKind kind : FaultKind.values()) {
      if (isToBeTold(kind)) {
        all.put(kind.counted(), survived(kind));
      }
    }
    all.put("records", records).put("acked", acked);
    all.put("decided", decided).put("refused", refused).put("pending", pending);
    all.put("rolled_back", rolledBack);
    for (Fault fault : Fault.values()) {
      all.put(fault.name().toLowerCase(Locale.ROOT), of(fault));
    }
    all.put("unrecovered", unrecovered).put("ended_by_themselves", ended);
    all.put("struck_together", together);
    all.put("unfinished_min", recoveries.isEmpty() ? 0 : unfinishedMin);
    quantiles("", FaultKind.KILL, all);
    for (FaultKind kind : FaultKind.values()) {
      if (kind != FaultKind.KILL && survived(kind) > 0) {
        quantiles(kind.op().replace('-', '_') + "_", kind, all);
      }
    }
    return all;
  }

  private void quantiles(String prefix, FaultKind kind, ObjectNode all) {
    all.put(prefix + "recovery_p50_seconds", quantile(kind, 50));
    all.put(prefix + "recovery_p95_seconds", quantile(kind, 95));
    all.put(prefix + "recovery_max_seconds", quantile(kind, 100));
  }

  /** The report card. */
  String line() {
    var line = new StringBuilder(verdict().name());
    for (FaultKind kind : FaultKind.values()) {
      if (isToBeTold(kind)) {
        line.append(' ').append(kind.counted()).append('=').append(survived(kind));
      }
    }
    line.append(
        " records=%d acked=%d lost=%d dup=%d torn=%d forks=%d wrong=%d pending=%d"
            .formatted(
                records,
                acked,
                of(Fault.LOST),
                of(Fault.DUPLICATED),
                of(Fault.TORN),
                of(Fault.FORKED),
                of(Fault.WRONG),
                pending));
    FaultKind kill = FaultKind.KILL;
    return line.append(
            " recovery p50/p95/max=%.1f/%.1f/%.1f s"
                .formatted(quantile(kill, 50), quantile(kill, 95), quantile(kill, 100)))
        .toString();
  }

  /** The three that every run is asked for, and what else there was. */
  private boolean isToBeTold(FaultKind kind) {
    return ALWAYS_TOLD.contains(kind) || survived(kind) > 0;
  }

  /** Nearest rank. */
  private double quantile(FaultKind kind, int percent) {
    var sorted = new ArrayList<>(recoveries.getOrDefault(kind.op(), List.of()));
    if (sorted.isEmpty()) {
      return 0;
    }
    Collections.sort(sorted);
    int rank = (sorted.size() * percent + 99) / 100;
    return Math.round(sorted.get(Math.max(1, rank) - 1) * 1000) / 1000.0;
  }

  private void count(Fault fault, String what) {
    counts.merge(fault, 1L, Long::sum);
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(fault.name().toLowerCase(Locale.ROOT) + ": " + what);
    }
  }
}
