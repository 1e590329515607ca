package io.floodwall.core.outcome;

import io.floodwall.core.outcome.Outcome.Result;
import org.jspecify.annotations.Nullable;

/**
 * Which of a decision's outcomes stands, folded in the order of the log.
 *
 * <p>The log is the arbiter where two deployers reach for one decision: of two STARTED with the
 * same attempt the first stands, and once it is settled no attempt starts any more. What does not
 * take effect stays on record and changes nothing.
 */
public final class Standing {
  private Standing() {}

  /**
   * What stands after {@code next}: {@code next} itself when it takes effect, else the same {@code
   * current}. Null is a decision that nobody has started.
   */
  public static Outcome after(@Nullable Outcome current, Outcome next) {
    return current == null || takesEffect(current, next) ? next : current;
  }

  /** Whether {@code next} changes anything for a decision that stands at {@code current}. */
  public static boolean takesEffect(@Nullable Outcome current, Outcome next) {
    if (current == null) {
      return true;
    }
    if (current.result().isSettled() || next.attempt() < current.attempt()) {
      return false;
    }
    if (next.attempt() > current.attempt()) {
      return true;
    }
    return switch (current.result()) {
      case STARTED -> next.result() != Result.STARTED;
      case UNKNOWN -> next.result().isSettled();
      case RELEASED, APPLIED, FAILED -> false;
    };
  }
}
