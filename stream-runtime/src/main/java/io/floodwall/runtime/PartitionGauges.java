package io.floodwall.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The gauges of one partition, which are gone from the scrape once its task is closed: a partition
 * that moved to another instance must not be told by both.
 */
public final class PartitionGauges implements AutoCloseable {
  private final MeterRegistry registry;
  private final String partition;
  private final List<Owned> owned = new ArrayList<>();

  PartitionGauges(MeterRegistry registry, int partition) {
    this.registry = registry;
    this.partition = Integer.toString(partition);
  }

  private record Owned(Meter gauge, AtomicLong value) {}

  /** A number that the task sets and a scrape reads. */
  public static final class Level {
    private final AtomicLong value;

    private Level(AtomicLong value) {
      this.value = value;
    }

    public void set(long now) {
      value.setRelease(now);
    }
  }

  /** A gauge with this partition as its label; it takes the place of one that is there already. */
  public Level gauge(String name, String help) {
    Gauge before = registry.find(name).tag("partition", partition).gauge();
    if (before != null) {
      registry.remove(before);
    }
    var value = new AtomicLong();
    Gauge gauge =
        Gauge.builder(name, value, AtomicLong::doubleValue)
            .description(help)
            .tag("partition", partition)
            .strongReference(true)
            .register(registry);
    owned.add(new Owned(gauge, value));
    return new Level(value);
  }

  @Override
  public void close() {
    for (Owned mine : owned) {
      Gauge there = registry.find(mine.gauge.getId().getName()).tag("partition", partition).gauge();
      if (there == mine.gauge) {
        registry.remove(there);
      }
    }
    owned.clear();
  }
}
