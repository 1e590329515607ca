package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What a deployer embeds: takes admitted decisions that are in force and reports what became of
 * them.
 *
 * <p>{@link #poll} drives everything and belongs to one thread, which must come back to it within
 * Kafka's {@code max.poll.interval.ms}; a {@link Delivery} may be reported from any thread, and its
 * report is written by the next poll.
 *
 * <p>That a decision is handed out is on the log before the effect begins. Where a deployer ends
 * between the effect and its report, an idempotent action is handed out again as the next attempt;
 * any other is recorded as UNKNOWN and never tried again in silence.
 */
public interface DeployerClient extends AutoCloseable {

  /** A deployer of a wall on Kafka, yet to be given its address. */
  static DeployerClientBuilder builder() {
    return new DeployerClientBuilder();
  }

  /**
   * Hands out at most {@code max} decisions, and writes the reports that are due.
   *
   * @return empty when nothing came into force in time
   * @throws FencedException when another deployer of the same instance name took over
   */
  List<Delivery> poll(int max, Duration timeout);

  /** The decisions whose outcome is not known, of all partitions, as long as the topic is kept. */
  List<Outcome> unknownOutcomes();

  /**
   * Settles an unknown outcome after somebody has looked.
   *
   * @param result APPLIED or FAILED
   * @throws IllegalArgumentException when this decision has no unknown outcome
   */
  Outcome resolve(Hash decision, Outcome.Result result, String evidence);

  /** Writes the reports made so far and leaves; what is not reported by then stays open. */
  @Override
  void close();
}
