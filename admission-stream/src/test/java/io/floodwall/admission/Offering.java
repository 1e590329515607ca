package io.floodwall.admission;

import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.function.UnaryOperator;

/** Intents on their way to the wall's door; they arrive when it is said at which time. */
final class Offering {
  private final Wall wall;
  private final List<Draft> drafts;

  Offering(Wall wall, List<Draft> drafts) {
    this.wall = wall;
    this.drafts = drafts;
  }

  Offering claiming(Priority priority) {
    return with(draft -> draft.priority(priority));
  }

  Offering tenant(String tenant) {
    return with(draft -> draft.tenant(tenant));
  }

  /** Another body under the same id. */
  Offering reasoning(String reasoning) {
    return with(draft -> draft.reasoning(reasoning));
  }

  Offering deadline(long deadlineMs) {
    return with(draft -> draft.deadlineMs(deadlineMs));
  }

  private Offering with(UnaryOperator<Draft> change) {
    return new Offering(wall, drafts.stream().map(change).toList());
  }

  /** They are appended at this time, by the broker's clock. */
  void at(long appendMs) {
    for (Draft draft : drafts) {
      wall.send(draft.agent(), draft.encoded(), appendMs);
    }
  }

  /** They are appended at the time that the task's clock shows too. */
  void now() {
    at(wall.nowMs());
  }
}
