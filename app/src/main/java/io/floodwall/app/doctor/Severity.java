package io.floodwall.app.doctor;

import java.util.Locale;

/** How much a finding matters. */
enum Severity {
  /** As it should be. */
  OK,
  /** Worth knowing. */
  INFO,
  /** Works, but should be mended. */
  WARNING,
  /** Breaks a promise. */
  PROBLEM;

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
