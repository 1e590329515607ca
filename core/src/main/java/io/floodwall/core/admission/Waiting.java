package io.floodwall.core.admission;

import io.floodwall.core.intent.Priority;
import java.util.Objects;

/**
 * News that an intent entered the waiting room; nothing is written when it passes straight through.
 *
 * @param depth how many waited when it arrived, itself not counted
 * @param queuedAtMs the task's clock
 */
public record Waiting(
    String tenant,
    String agent,
    String intentId,
    Priority priority,
    long depth,
    int sourcePartition,
    long sourceOffset,
    long queuedAtMs) {
  public Waiting {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(intentId, "intentId");
    Objects.requireNonNull(priority, "priority");
  }
}
