package io.floodwall.core.intent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change that an agent wants to make, fully attributed.
 *
 * <p>Identity is (tenant, agent, id). Priority and blast radius are the agent's claims. Whether the
 * texts are within their bounds is asked at the door, by {@link IntentBounds}, so that a bad one is
 * refused with a reason and not lost in a decoder.
 *
 * @param onBehalfOf the person or service the agent acts for, or null
 * @param environment where the change applies, or null
 * @param reasoning why the agent wants it, in its own words, or null; untrusted text
 * @param session the agent's session or trace id, or null
 * @param deadlineMs the epoch millisecond after which the change is no longer wanted, or null
 * @param stateDigest a digest of the proposed state, or null; opaque to the wall
 */
public record Intent(
    String tenant,
    String agent,
    String id,
    @Nullable String onBehalfOf,
    Action action,
    Priority priority,
    BlastRadius blast,
    @Nullable String environment,
    @Nullable String reasoning,
    @Nullable String session,
    @Nullable Long deadlineMs,
    @Nullable String stateDigest) {

  /** The tenant of whoever does not name one. */
  public static final String DEFAULT_TENANT = "default";

  public Intent {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(blast, "blast");
  }

  /** An intent of the default tenant with nothing optional. */
  public static Intent of(
      String agent, String id, Action action, Priority priority, BlastRadius blast) {
    return new Intent(
        DEFAULT_TENANT, agent, id, null, action, priority, blast, null, null, null, null, null);
  }

  /** The same change as a gate may see it: with its claims capped or raised. */
  public Intent withClaims(Priority newPriority, BlastRadius newBlast) {
    return newPriority == priority && newBlast == blast
        ? this
        : new Intent(
            tenant,
            agent,
            id,
            onBehalfOf,
            action,
            newPriority,
            newBlast,
            environment,
            reasoning,
            session,
            deadlineMs,
            stateDigest);
  }

  /** Whether the deadline has passed at {@code nowMs}. */
  public boolean isExpiredAt(long nowMs) {
    return deadlineMs != null && nowMs > deadlineMs;
  }
}
