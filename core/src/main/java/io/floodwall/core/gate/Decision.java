package io.floodwall.core.gate;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.intent.Intent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An intent, the facts it was ruled on, and the ruling: everything needed to decide it again.
 *
 * @param topic the topic it was written to: nobody has to infer topic and verdict from each other
 * @param decisionSeq its number in the partition, dense from 0
 * @param decidedAtMs the task's clock
 * @param bundle the bundle that ruled, or null when the tenant has none
 */
public record Decision(
    Intent intent,
    AdmissionFacts facts,
    Ruling ruling,
    String topic,
    @Nullable BundleRef bundle,
    long decisionSeq,
    long decidedAtMs) {

  public Decision {
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(ruling, "ruling");
    Objects.requireNonNull(topic, "topic");
    if (decisionSeq < 0) {
      throw new IllegalArgumentException("decisionSeq must not be negative, got " + decisionSeq);
    }
  }

  /** Which bundle: its version and the SHA-256 of its encoded bytes. */
  public record BundleRef(long version, Hash digest) {}

  /** The verdict. */
  public Verdict verdict() {
    return ruling.verdict();
  }
}
