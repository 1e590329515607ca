package io.floodwall.app.chaos;

import io.floodwall.admission.AdmissionConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run does.
 *
 * @param kills how many kill -9 at least
 * @param records how many intents at least
 * @param perSecond how many intents are sent a second, whatever the wall does
 * @param brokers how many; with three every topic has three copies, two of them in sync
 * @param duration how long faults go on at least
 * @param budget how long faults should go on at most, counted from the start of the run; zero for
 *     as long as they take
 */
record ChaosPlan(
    long seed,
    int kills,
    long records,
    long perSecond,
    int partitions,
    int brokers,
    List<FaultKind> faults,
    Duration duration,
    Duration budget) {
  private static final int ROOM_CAPACITY = 256;
  private static final int CALM = 4;

  ChaosPlan {
    faults = List.copyOf(faults);
  }

  boolean killsAlone() {
    return faults.equals(List.of(FaultKind.KILL));
  }

  /**
   * Whether the kills that are left would not fit into the budget, by what those took that are
   * done; before the first one by the start of the wall, of four processes, of which a kill repeats
   * one.
   */
  boolean isTooSlow(int done, long tookNanos, long sinceStartNanos) {
    if (budget.isZero()) {
      return false;
    }
    long each = done == 0 ? (sinceStartNanos - tookNanos) / 2 : tookNanos / done;
    return sinceStartNanos + Math.max(0, kills - done) * each > budget.toNanos();
  }

  /**
   * How fast the intent of this number is followed by the next one. Behind the last one that is
   * needed the flood is calmer when there is a budget: the work of a slow machine does not grow.
   */
  long perSecond(long number) {
    return budget.isZero() || number < records ? perSecond : Math.max(1, perSecond / CALM);
  }

  /**
   * Admission's settings: rates that the checker knows, and a release budget no larger than the
   * flood, so that the waiting room is in use and, behind an outage, full.
   */
  Map<String, String> admission() {
    return Map.of(
        AdmissionConfig.RATE_BURST,
        Long.toString(Door.BURST),
        AdmissionConfig.RATE_REFILL,
        Long.toString(Door.REFILL),
        AdmissionConfig.RATE_PERIOD_MS,
        Long.toString(Door.PERIOD_MS),
        AdmissionConfig.RELEASE_PER_SECOND,
        Long.toString(Math.max(1, perSecond / partitions)),
        AdmissionConfig.ROOM_CAPACITY,
        Integer.toString(ROOM_CAPACITY));
  }
}
