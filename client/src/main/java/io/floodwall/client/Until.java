package io.floodwall.client;

/** How long a proposal is watched: what its future completes on. */
public enum Until {
  /** Until the brokers have it on all in-sync replicas. Nothing is known of its fate then. */
  ACKNOWLEDGED,
  /** Until it is refused, or its verdict is in force. */
  IN_FORCE,
  /**
   * Until it is refused, or not admitted, or a deployer has closed an attempt at it: APPLIED,
   * FAILED, or UNKNOWN, which somebody has to look at. What was given back is attempted again.
   */
  OUTCOME
}
