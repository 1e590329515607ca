package io.floodwall.core.gate;

import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;

/** Rejects a destructive change with a global blast radius: no agent may do that on its own. */
final class NoGlobalDestroy implements Policy {
  static final String NAME = "no-global-destroy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opinion evaluate(Intent intent, Facts facts, Work work) {
    return intent.blast() == BlastRadius.GLOBAL && facts.destructive()
        ? Opinion.reject("destructive global change requires human sign-off")
        : Opinion.SILENT;
  }
}
