package io.floodwall.core.gate;

import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;

/**
 * Rejects a wide change that claims no urgency: global and region need at least urgent, service
 * needs normal, cell needs nothing. A bulk global rollout is a runaway loop more often than an
 * intention.
 */
final class BlastNeedsPriority implements Policy {
  static final String NAME = "blast-needs-priority";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opinion evaluate(Intent intent, Facts facts, Work work) {
    Priority needed = neededFor(intent.blast());
    return intent.priority().compareTo(needed) >= 0
        ? Opinion.SILENT
        : Opinion.reject(
            intent.blast().title()
                + " blast radius needs priority >= "
                + needed.title()
                + ", got "
                + intent.priority().title());
  }

  private static Priority neededFor(BlastRadius blast) {
    return switch (blast) {
      case GLOBAL, REGION -> Priority.URGENT;
      case SERVICE -> Priority.NORMAL;
      case CELL -> Priority.BULK;
    };
  }
}
