package io.floodwall.core.gate;

/**
 * What a policy may still spend on one intent: steps, not seconds, so that a replay runs out at the
 * same place.
 */
public final class Work {
  private long left;

  /** A budget of {@code steps}. */
  public Work(long steps) {
    this.left = steps;
  }

  /** Spends {@code steps}, or stops the policy. */
  public void spend(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must not be negative, got " + steps);
    }
    left = steps > left ? -1 : left - steps;
    if (isOverrun()) {
      throw new Overrun();
    }
  }

  /** Whether the budget was overspent, even if the policy swallowed the exception that said so. */
  boolean isOverrun() {
    return left < 0;
  }

  /** Thrown when a policy wants more than its budget. */
  static final class Overrun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overrun() {
      super("work budget used up", null, false, false);
    }
  }
}
