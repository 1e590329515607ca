package io.floodwall.admission;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import org.jspecify.annotations.Nullable;

/** An intent in the making: the plainest one of its agent and id, and how it differs from that. */
record Draft(
    String tenant,
    String agent,
    String id,
    Action action,
    Priority priority,
    @Nullable String reasoning,
    @Nullable Long deadlineMs) {

  static Draft of(String agent, String id) {
    var action = new Action.Scale("web", 3);
    return new Draft(Intent.DEFAULT_TENANT, agent, id, action, Priority.NORMAL, null, null);
  }

  Draft id(String other) {
    return new Draft(tenant, agent, other, action, priority, reasoning, deadlineMs);
  }

  Draft tenant(String other) {
    return new Draft(other, agent, id, action, priority, reasoning, deadlineMs);
  }

  Draft action(Action other) {
    return new Draft(tenant, agent, id, other, priority, reasoning, deadlineMs);
  }

  Draft priority(Priority other) {
    return new Draft(tenant, agent, id, action, other, reasoning, deadlineMs);
  }

  Draft reasoning(String other) {
    return new Draft(tenant, agent, id, action, priority, other, deadlineMs);
  }

  Draft deadlineMs(long other) {
    return new Draft(tenant, agent, id, action, priority, reasoning, other);
  }

  Intent intent() {
    return new Intent(
        tenant,
        agent,
        id,
        null,
        action,
        priority,
        BlastRadius.SERVICE,
        null,
        reasoning,
        null,
        deadlineMs,
        null);
  }

  /** The framed bytes. */
  byte[] encoded() {
    return Wall.CODECS.intent().encode(intent());
  }
}
