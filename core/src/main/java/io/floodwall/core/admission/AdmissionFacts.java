package io.floodwall.core.admission;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was true of an intent when admission released it; the gate rules on these facts and the
 * ledger keeps them.
 *
 * @param sourcePartition the partition of {@code intents} it came from, and of every later topic
 * @param sourceOffset its offset there
 * @param previousOffset the offset admission consumed before it, or -1: shows that nothing was
 *     skipped
 * @param appendMs when the broker appended it
 * @param bucket the agent's bucket after the take
 * @param depth how many waited when it arrived, itself not counted
 * @param queuedAtMs the task's clock when it was accepted
 * @param releasedAtMs the task's clock when it was released
 * @param control the last control this partition had applied by then, or null when there was none
 */
public record AdmissionFacts(
    int sourcePartition,
    long sourceOffset,
    long previousOffset,
    long appendMs,
    TokenBucket bucket,
    long depth,
    long queuedAtMs,
    long releasedAtMs,
    @Nullable ControlRef control) {

  public AdmissionFacts {
    Objects.requireNonNull(bucket, "bucket");
  }

  /** Which control record was the last one applied: its key and its offset in {@code controls}. */
  public record ControlRef(String key, long offset) {}

  /** The same facts with the moment of release and the control then in force. */
  public AdmissionFacts releasedAt(long nowMs, @Nullable ControlRef inForce) {
    return new AdmissionFacts(
        sourcePartition,
        sourceOffset,
        previousOffset,
        appendMs,
        bucket,
        depth,
        queuedAtMs,
        nowMs,
        inForce);
  }
}
