package io.floodwall.admission;

import io.floodwall.core.intent.Priority;
import java.util.Random;

/**
 * A random wall and what happens at it, all from one seed.
 *
 * @param batch true keeps the valve closed until the flood is over; false opens and closes it in
 *     between
 */
record Flood(
    long seed,
    int capacity,
    long burst,
    long refill,
    long periodMs,
    int agents,
    int turnMax,
    String releasePerSecond,
    long releaseBurst,
    boolean batch,
    boolean clockGoesBack) {

  /** What happens at one step. */
  enum Event {
    ARRIVAL,
    TURN,
    VALVE
  }

  /** A generator whose first values differ for seeds that lie side by side, as Random's do not. */
  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static Flood of(long seed) {
    Random random = random(seed);
    boolean batch = random.nextBoolean();
    boolean limited = random.nextInt(3) == 0;
    return new Flood(
        seed,
        random.nextInt(30),
        random.nextInt(8),
        random.nextInt(6),
        1 + random.nextInt(1_000),
        1 + random.nextInt(6),
        1 + random.nextInt(10),
        limited ? Integer.toString(random.nextInt(200)) : AdmissionConfig.UNLIMITED,
        1 + random.nextInt(5),
        batch,
        random.nextBoolean());
  }

  /** The wall's settings; a clock that only goes forward lets idle agents be forgotten early. */
  String[] settings() {
    return new String[] {
      AdmissionConfig.ROOM_CAPACITY, Integer.toString(capacity),
      AdmissionConfig.RATE_BURST, Long.toString(burst),
      AdmissionConfig.RATE_REFILL, Long.toString(refill),
      AdmissionConfig.RATE_PERIOD_MS, Long.toString(periodMs),
      AdmissionConfig.RELEASE_TURN_MAX, Integer.toString(turnMax),
      AdmissionConfig.RELEASE_PER_SECOND, releasePerSecond,
      AdmissionConfig.RELEASE_BURST, Long.toString(releaseBurst),
      AdmissionConfig.REMEMBER_MS, clockGoesBack ? "600000" : "0",
      AdmissionConfig.RECENT_MAX, "0"
    };
  }

  Event event(Random random) {
    int dice = random.nextInt(20);
    if (dice < 14) {
      return Event.ARRIVAL;
    }
    return dice < 19 || batch ? Event.TURN : Event.VALVE;
  }

  Draft intent(Random random, int id) {
    return Draft.of("agent-" + random.nextInt(agents), Integer.toString(id))
        .priority(Priority.ofRank(random.nextInt(4)));
  }

  /** How far the broker's clock moves before the next arrival. */
  long step(Random random) {
    if (clockGoesBack && random.nextInt(10) == 0) {
      return -random.nextInt(8_000);
    }
    return random.nextInt(3) == 0 ? random.nextInt((int) periodMs) : 0;
  }
}
