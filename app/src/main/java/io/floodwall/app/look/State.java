package io.floodwall.app.look;

import io.floodwall.core.gate.Verdict;
import java.util.Locale;

/** Where an intent stands. */
enum State {
  /** Written, and no answer yet: admission has not read it, or the gate has not ruled. */
  PENDING,
  /** In the waiting room. */
  WAITING,
  REFUSED,
  ADMITTED,
  DEFERRED,
  REJECTED;

  /** What the gate's verdict makes of it. */
  static State of(Verdict verdict) {
    return switch (verdict) {
      case ADMIT -> ADMITTED;
      case DEFER -> DEFERRED;
      case REJECT -> REJECTED;
    };
  }

  /** Whether the gate has ruled. */
  boolean isDecided() {
    return this == ADMITTED || this == DEFERRED || this == REJECTED;
  }

  /** In small letters, as programs read it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
