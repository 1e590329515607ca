package io.floodwall.core;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import org.jspecify.annotations.Nullable;

/** Intents for tests: harmless unless told otherwise. */
public final class Sample {
  public static final Action HARMLESS = new Action.Scale("web", 3);

  private Sample() {}

  public static Intent intent(String agent, String id) {
    return intent(agent, id, HARMLESS, Priority.NORMAL, BlastRadius.CELL);
  }

  public static Intent intent(Action action, Priority priority, BlastRadius blast) {
    return intent("deployer", "1", action, priority, blast);
  }

  public static Intent intent(
      String agent, String id, Action action, Priority priority, BlastRadius blast) {
    return Intent.of(agent, id, action, priority, blast);
  }

  public static Intent withDeadline(String agent, String id, @Nullable Long deadlineMs) {
    return new Intent(
        Intent.DEFAULT_TENANT,
        agent,
        id,
        null,
        HARMLESS,
        Priority.NORMAL,
        BlastRadius.CELL,
        null,
        null,
        null,
        deadlineMs,
        null);
  }
}
