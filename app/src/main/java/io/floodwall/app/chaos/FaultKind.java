package io.floodwall.app.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be done to a wall, by the names that {@code --faults} takes. */
enum FaultKind {
  /** kill -9 of an application. */
  KILL("kill", "kills", 1),
  /** SIGSTOP past all timeouts while another takes over, then SIGCONT. */
  PAUSE("pause", "pauses", 1),
  /** SIGTERM and a new start. */
  RESTART("restart", "restarts", 1),
  /** kill -9, and the state folder is gone. */
  STATE_LOST("state-lost", "state_losses", 1),
  /** One instance becomes three and one again. */
  SCALE("scale", "scalings", 1),
  /** Nothing passes between an application and one, some or all brokers. */
  CUT("cut", "cuts", 1),
  /** All that passes back to an application is late. */
  DELAY("delay", "delays", 1),
  /** kill -9 of the broker that leads a partition of the ledger. */
  BROKER("broker", "broker_kills", 3),
  /** Two of three brokers are gone: nothing can be acknowledged. */
  MIN_ISR("min-isr", "min_isr_losses", 3),
  /** No byte is left for state, or for the logs of one broker; needs the right to mount. */
  DISK_FULL("disk-full", "disk_fulls", 1),
  /** The clock of an application is put an hour on, then an hour behind; needs a JDK. */
  CLOCK("clock", "clock_steps", 1);

  private final String op;
  private final String counted;
  private final int brokersMin;

  FaultKind(String op, String counted, int brokersMin) {
    this.op = op;
    this.counted = counted;
    this.brokersMin = brokersMin;
  }

  /** The operation in a history. */
  String op() {
    return op;
  }

  /** The field of a report that has how many there were. */
  String counted() {
    return counted;
  }

  /** How many brokers it takes. */
  int brokersMin() {
    return brokersMin;
  }

  /**
   * What a run does that is not told: all that so many brokers allow, with Kafka as it is and no
   * rights.
   */
  static List<FaultKind> usual(int brokers) {
    return Arrays.stream(values())
        .filter(kind -> kind.brokersMin <= brokers && kind != DISK_FULL && kind != CLOCK)
        .toList();
  }

  static Optional<FaultKind> of(String op) {
    return Arrays.stream(values()).filter(kind -> kind.op.equals(op)).findFirst();
  }

  @Override
  public String toString() {
    return op;
  }
}
