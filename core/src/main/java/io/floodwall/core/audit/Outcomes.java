package io.floodwall.core.audit;

import io.floodwall.core.gate.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one partition's intents.
 *
 * @param cut the offset below which every intent is accounted for
 * @param begin the first offset that retention has left; what lies below has at most one answer
 *     each
 * @param intents how many intents are there from {@code begin} to the cut
 * @param decided how many decisions are on record, by verdict
 * @param refused how many refusals are on record, those of intents that expired not counted
 * @param expired how many refusals are on record of intents whose deadline passed
 * @param pendingCount how many intents below the cut are on their way
 * @param pending the first of them
 * @param gone how many answers are of intents that retention has taken
 * @param unread how many intents lie at the cut and above: admission has not read them
 */
public record Outcomes(
    int partition,
    long cut,
    long begin,
    long intents,
    Map<Verdict, Long> decided,
    long refused,
    long expired,
    long pendingCount,
    List<Pending> pending,
    long gone,
    long unread) {
  /** How many pending intents are listed. */
  public static final int PENDING_MAX = 100;

  public Outcomes {
    var copy = new EnumMap<Verdict, Long>(Verdict.class);
    copy.putAll(decided);
    decided = Collections.unmodifiableMap(copy);
    pending = List.copyOf(pending);
  }

  /** How many decisions are on record. */
  public long decisions() {
    return decided.values().stream().mapToLong(Long::longValue).sum();
  }
}
