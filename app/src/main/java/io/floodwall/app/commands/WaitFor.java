package io.floodwall.app.commands;

import io.floodwall.client.Until;

/** What {@code submit --wait} waits for. */
enum WaitFor {
  verdict(Until.IN_FORCE),
  outcome(Until.OUTCOME);

  private final Until until;

  WaitFor(Until until) {
    this.until = until;
  }

  Until until() {
    return until;
  }
}
