package io.floodwall.core.admission;

import io.floodwall.core.signing.IntentSignature;
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
 * @param signature the signature that was verified, or null when none was asked for or shown
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
    @Nullable ControlRef control,
    @Nullable IntentSignature signature) {

  public AdmissionFacts {
    Objects.requireNonNull(bucket, "bucket");
  }

  /** The facts of an intent whose signature nobody verified. */
  public AdmissionFacts(
      int sourcePartition,
      long sourceOffset,
      long previousOffset,
      long appendMs,
      TokenBucket bucket,
      long depth,
      long queuedAtMs,
      long releasedAtMs,
      @Nullable ControlRef control) {
    this(
        sourcePartition,
        sourceOffset,
        previousOffset,
        appendMs,
        bucket,
        depth,
        queuedAtMs,
        releasedAtMs,
        control,
        null);
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
        inForce,
        signature);
  }
}
