package io.floodwall.core.gate;

import io.floodwall.core.intent.Intent;

/**
 * Defers every change while a freeze is on: from {@code fromMs} (inclusive) to {@code untilMs}
 * (exclusive), by the moment admission released the intent.
 */
final class FreezeWindow implements Policy {
  static final String NAME = "freeze-window";

  private final boolean frozen;
  private final long fromMs;
  private final long untilMs;

  FreezeWindow(boolean frozen, long fromMs, long untilMs) {
    this.frozen = frozen;
    this.fromMs = fromMs;
    this.untilMs = untilMs;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opinion evaluate(Intent intent, Facts facts, Work work) {
    boolean on = frozen && facts.releasedAtMs() >= fromMs && facts.releasedAtMs() < untilMs;
    return on ? Opinion.defer("change freeze in effect") : Opinion.SILENT;
  }
}
