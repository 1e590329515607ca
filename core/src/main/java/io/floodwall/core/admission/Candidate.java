package io.floodwall.core.admission;

import io.floodwall.core.intent.Intent;
import java.util.Objects;

/** An intent that admission released, with the facts of its release. */
public record Candidate(Intent intent, AdmissionFacts facts) {
  public Candidate {
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(facts, "facts");
  }
}
