package io.floodwall.core.audit;

import io.floodwall.core.audit.Discrepancy.Kind;
import io.floodwall.core.audit.Discrepancy.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an audit finds: the first so many of it in full, all of it counted. */
public final class Discrepancies {
  /** How many are kept in full. */
  public static final int KEPT_MAX = 100;

  private final List<Discrepancy> kept = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, int partition, Subject subject, long number, String place, String detail) {
    counts.merge(kind, 1L, Long::sum);
    if (kept.size() < KEPT_MAX) {
      kept.add(new Discrepancy(kind, partition, subject, number, place, detail));
    }
  }

  /** Bytes that cannot be read, or do not say what their topic is for. */
  public void unreadable(int partition, String place, String why) {
    add(Kind.UNREADABLE, partition, Subject.RECORD, -1, place, why);
  }

  /** A record that does not belong on its topic. */
  public void stray(int partition, String place, String why) {
    add(Kind.EXTRA, partition, Subject.RECORD, -1, place, why);
  }

  /** The first of them. */
  public List<Discrepancy> kept() {
    return List.copyOf(kept);
  }

  /** How many of a kind there are. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How many there are. */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
