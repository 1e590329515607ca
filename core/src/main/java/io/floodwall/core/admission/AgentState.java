package io.floodwall.core.admission;

import org.jspecify.annotations.Nullable;

/**
 * What admission remembers of one agent.
 *
 * @param bucket its token bucket, or null while it is still full
 * @param recent its last accepted intents
 */
public record AgentState(@Nullable TokenBucket bucket, RecentIntents recent) {
  /** An agent never seen, or forgotten because nothing is lost by it. */
  public static final AgentState UNKNOWN = new AgentState(null, RecentIntents.NONE);
}
