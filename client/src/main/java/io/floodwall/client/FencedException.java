package io.floodwall.client;

import io.floodwall.core.outcome.Outcome;

/** Another deployer owns the partition by now: what this one says no longer counts. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Somebody else is the owner. */
  public FencedException(String message) {
    super(message);
  }

  static FencedException late(Outcome outcome) {
    return new FencedException(
        "the report of "
            + outcome.decision()
            + "/"
            + outcome.attempt()
            + " came too late: something else stands by now");
  }

  static FencedException lost(Outcome outcome) {
    return new FencedException(
        "partition "
            + outcome.sourcePartition()
            + " has another owner: the report of "
            + outcome.decision()
            + "/"
            + outcome.attempt()
            + " is not written");
  }
}
