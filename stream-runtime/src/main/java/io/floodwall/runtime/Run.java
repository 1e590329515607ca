package io.floodwall.runtime;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.Topology;

/**
 * One application as it runs once: its topology and what belongs to this run alone.
 *
 * @param consumer what its main consumer is told besides; not used where operators set interceptors
 *     of their own
 * @param end ends what the run has made, once its streams have stopped
 */
public record Run(Topology topology, Map<String, Object> consumer, Runnable end) {
  public Run {
    Objects.requireNonNull(topology, "topology");
    Objects.requireNonNull(end, "end");
    consumer = Map.copyOf(consumer);
  }

  /** A run that is its topology and nothing else. */
  public static Run of(Topology topology) {
    return new Run(topology, Map.of(), () -> {});
  }
}
