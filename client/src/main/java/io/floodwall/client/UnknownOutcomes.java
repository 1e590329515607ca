package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.core.outcome.Standing;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes of a wall that nobody knows, and how one settles them after somebody has looked.
 *
 * <p>It takes no part in any group and fences nobody: deployers may run meanwhile.
 */
public final class UnknownOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownOutcomes.class);

  private final WallClient wall;
  private final OutcomeLog log;
  private final Clock clock;

  UnknownOutcomes(WallClient wall, Clock clock) {
    this.wall = wall;
    this.log = new OutcomeLog(wall);
    this.clock = clock;
  }

  /** Says in the log that {@code unknown} waits for somebody to look, and answers it. */
  static Outcome told(Outcome unknown) {
    LOG.warn(
        "nobody knows the outcome of {}/{}, attempt {}: {}. Somebody has to look; floodwall deploy"
            + " --unknown lists it",
        PlainText.escaped(unknown.agent()),
        PlainText.escaped(unknown.intentId()),
        unknown.attempt(),
        PlainText.escaped(unknown.evidence()));
    return unknown;
  }

  /** All of them, as long as the topic is kept. */
  public List<Outcome> list() {
    return log.unknown();
  }

  /**
   * Settles one. Where two people do, what is first on the log stands.
   *
   * @param by who has looked
   * @param result APPLIED or FAILED
   * @return what stands: what was given here, unless somebody was faster
   * @throws IllegalArgumentException when this decision has no unknown outcome
   */
  public Outcome resolve(Hash decision, Result result, String by, String evidence) {
    if (!result.isSettled()) {
      throw new IllegalArgumentException("an unknown outcome is settled as APPLIED or FAILED");
    }
    Outcome unknown =
        list().stream()
            .filter(outcome -> outcome.decision().equals(decision))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no unknown outcome of decision " + decision));
    write(new HandOut.By(by, clock).closing(unknown, result, evidence));
    Map<Hash, Outcome> standing = new HashMap<>();
    log.read(
        unknown.sourcePartition(), 0, (at, o) -> standing.merge(o.decision(), o, Standing::after));
    return standing.getOrDefault(decision, unknown);
  }

  private void write(Outcome settled) {
    try (Producer<byte[], byte[]> producer = wall.producer(wall.openTimeoutMs())) {
      producer.send(OutcomeEvent.record(wall, settled)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing an outcome", e);
    } catch (ExecutionException e) {
      throw new KafkaException("the outcome cannot be written", e.getCause());
    }
  }
}
