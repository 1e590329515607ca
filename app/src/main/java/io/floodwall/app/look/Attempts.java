package io.floodwall.app.look;

import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What deployers said of one decision, in the order of the log.
 *
 * @param newest the last {@link #KEPT_MAX} outcomes
 * @param total how many there are
 * @param standing the one that stands, or null when nobody has started
 */
record Attempts(List<Outcome> newest, long total, @Nullable Outcome standing) {
  /** The most outcomes that are kept to be shown; what stands is folded from all. */
  static final int KEPT_MAX = 100;

  static final Attempts NONE = new Attempts(List.of(), 0, null);

  Attempts {
    newest = List.copyOf(newest);
  }

  /** With one more at the end. */
  Attempts and(Outcome next) {
    var all = new ArrayList<>(newest);
    all.add(next);
    return new Attempts(
        all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()),
        total + 1,
        Standing.after(standing, next));
  }
}
