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
 */
record ChaosPlan(
    long seed,
    int kills,
    long records,
    long perSecond,
    int partitions,
    int brokers,
    List<FaultKind> faults,
    Duration duration) {
  private static final int ROOM_CAPACITY = 256;

  ChaosPlan {
    faults = List.copyOf(faults);
  }

  boolean killsAlone() {
    return faults.equals(List.of(FaultKind.KILL));
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
