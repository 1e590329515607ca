package io.floodwall.app.look;

import java.time.Duration;

/** How long ago something was, in the largest unit that says enough: {@code 12s}, {@code 3h}. */
final class Ages {
  private Ages() {}

  /** The age at {@code nowMs} of what happened at {@code thenMs}; negative is unknown. */
  static String of(long thenMs, long nowMs) {
    if (thenMs < 0) {
      return "";
    }
    Duration age = Duration.ofMillis(Math.max(0, nowMs - thenMs));
    if (age.toSeconds() < 120) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 120) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
