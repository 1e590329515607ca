package io.floodwall.core.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the gate made of one intent, and how.
 *
 * @param text the winning policy's words, or null
 * @param breakdown what every policy said, in the bundle's order
 * @param priority the priority it was ruled on: the claim, capped by the bundle
 * @param blast the blast radius it was ruled on: the claim, raised by the bundle
 */
public record Ruling(
    Verdict verdict,
    Reason reason,
    @Nullable String text,
    List<Said> breakdown,
    Priority priority,
    BlastRadius blast) {

  public Ruling {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
    breakdown = List.copyOf(breakdown);
  }

  /** What one policy said; a null verdict is silence. */
  public record Said(String policy, @Nullable Verdict verdict, @Nullable String text) {}
}
