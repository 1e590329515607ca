package io.floodwall.runtime;

import io.floodwall.core.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one application counts with, and what a scrape of it shows.
 *
 * <p>Every application of a process has its own, so no two clash; {@code app} and {@code wall}
 * stand on every series. A label's value comes from a closed list (an enum, a partition), never
 * from a record: the number of series does not depend on what agents send. Counters are looked up
 * once, when a topology is built; counting a record is one addition.
 */
public final class Meters implements AutoCloseable {
  /** The upper bounds of every latency histogram. */
  private static final Duration[] LATENCY_BOUNDS =
      Stream.of(
              10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000,
              900_000, 3_600_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private Meters(List<Tag> everywhere) {
    registry.config().commonTags(everywhere);
    registry.config().meterFilter(KafkaMeters.allowed());
  }

  /** The meters of the application {@code app} on the topics that start with {@code prefix}. */
  public static Meters of(String app, String prefix) {
    return new Meters(
        List.of(Tag.of("app", app), Tag.of("wall", prefix.substring(0, prefix.length() - 1))));
  }

  /** Meters that nobody looks at. */
  public static Meters unscraped() {
    return new Meters(List.of());
  }

  /** A counter without labels. */
  public Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  /**
   * A counter for each of {@code values}, which are there from the start.
   *
   * @param more further labels and their values in turn
   */
  public final <E extends Enum<E>> Counters<E> counters(
      String name, String help, String label, Class<E> type, Set<E> values, String... more) {
    var counters =
        new Counters<E>(
            type,
            value ->
                Counter.builder(name)
                    .description(help)
                    .tags(more)
                    .tag(label, value.name())
                    .register(registry));
    values.forEach(counters::of);
    return counters;
  }

  /** Dead letters by reason: the same counter in every application. */
  public Counters<Reason> deadLetters(Set<Reason> reasons) {
    return counters(
        "floodwall.dead.letters",
        "records that could not be used",
        "reason",
        Reason.class,
        reasons);
  }

  /** A histogram of how long something took, with the same bounds everywhere. */
  public Latency latency(String name, String help) {
    return new Latency(
        Timer.builder(name)
            .description(help)
            .serviceLevelObjectives(LATENCY_BOUNDS)
            .register(registry));
  }

  /** The gauges of one partition's task. */
  public PartitionGauges partition(int partition) {
    return new PartitionGauges(registry, partition);
  }

  /** All of it in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** How many series a scrape has. */
  public long series() {
    return scrape().lines().filter(line -> !line.startsWith("#")).count();
  }

  MeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    registry.close();
  }
}
