package io.floodwall.core.gate;

import org.jspecify.annotations.Nullable;

/**
 * What one policy says of one intent: a verdict, or nothing because the intent is none of its
 * business.
 *
 * @param verdict null when the policy does not speak to the intent
 * @param text why, for a deferral or rejection; null otherwise
 */
public record Opinion(@Nullable Verdict verdict, @Nullable String text) {
  /** The policy has nothing against it and nothing for it. */
  public static final Opinion SILENT = new Opinion(null, null);

  /** The policy speaks for it. */
  public static final Opinion ADMIT = new Opinion(Verdict.ADMIT, null);

  /** Not now, and why. */
  public static Opinion defer(String why) {
    return new Opinion(Verdict.DEFER, why);
  }

  /** Never, and why. */
  public static Opinion reject(String why) {
    return new Opinion(Verdict.REJECT, why);
  }
}
