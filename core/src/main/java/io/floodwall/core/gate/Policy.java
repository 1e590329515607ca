package io.floodwall.core.gate;

import io.floodwall.core.intent.Intent;

/**
 * One rule: a pure function from an intent and the facts about it to an opinion.
 *
 * <p>The same arguments must give the same opinion for ever, because a replay decides again. A loop
 * whose length an intent can choose spends its {@link Work}; a policy that throws or overspends
 * rejects that intent alone.
 */
public interface Policy {
  /** Its name in bundles and breakdowns. */
  String name();

  /** Its opinion of {@code intent}. */
  Opinion evaluate(Intent intent, Facts facts, Work work);

  /**
   * What a policy may know beside the intent, all of it recorded on the decision.
   *
   * @param destructive whether the change removes capacity or state, as far as the bundle knows
   * @param releasedAtMs when admission released it
   */
  record Facts(boolean destructive, long releasedAtMs) {}
}
