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
    left -= steps;
    if (left < 0) {
      throw new Overrun();
    }
  }

  /** Thrown when a policy wants more than its budget. */
  static final class Overrun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overrun() {
      super("work budget used up", null, false, false);
    }
  }
}
