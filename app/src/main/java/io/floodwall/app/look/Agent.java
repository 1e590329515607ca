package io.floodwall.app.look;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one agent.
 *
 * @param tokensMicros its bucket at the last decision or release, in millionths, or null
 * @param lastMs when its last intent was appended, or -1
 * @param reason the last refusal's reason, or null
 */
record Agent(
    String name,
    int partition,
    @Nullable Long tokensMicros,
    long seen,
    long admitted,
    long deferred,
    long rejected,
    long refused,
    long waiting,
    long lastMs,
    @Nullable String reason) {

  /** Those without an answer that do not wait either. */
  long pending() {
    return Math.max(0, seen - admitted - deferred - rejected - refused - waiting);
  }
}
