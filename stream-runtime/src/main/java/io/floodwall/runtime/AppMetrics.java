package io.floodwall.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What every application shows beside its own meters: its health, its restoring, its build, Kafka's
 * allowed metrics and the JVM's.
 */
final class AppMetrics implements AutoCloseable {
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final KafkaStreamsMetrics kafka;

  private AppMetrics(KafkaStreams streams) {
    this.kafka = new KafkaStreamsMetrics(streams);
  }

  /** Shows them from now on. */
  static AppMetrics bind(
      Meters meters, KafkaStreams streams, Supplier<Health> health, RestoreProgress restoring) {
    MeterRegistry registry = meters.registry();
    var metrics = new AppMetrics(streams);
    metrics.kafka.bindTo(registry);
    metrics.collector.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    health(registry, health);
    restoring(registry, restoring);
    build(registry);
    return metrics;
  }

  private static void health(MeterRegistry registry, Supplier<Health> health) {
    for (String state : Health.STATES) {
      Gauge.builder("floodwall.state", health, now -> now.get().state().equals(state) ? 1 : 0)
          .description("1 for the state the application is in, 0 for the others")
          .tag("state", state)
          .strongReference(true)
          .register(registry);
    }
    Gauge.builder("floodwall.ready", health, now -> now.get().ready() ? 1 : 0)
        .description("1 while the application runs with all state restored")
        .strongReference(true)
        .register(registry);
  }

  private static void restoring(MeterRegistry registry, RestoreProgress restoring) {
    Gauge.builder("floodwall.restore.changelogs", restoring, all -> all.sum().changelogs())
        .description("changelogs being read to rebuild state")
        .strongReference(true)
        .register(registry);
    Gauge.builder("floodwall.restore.remaining.records", restoring, RestoreProgress::remaining)
        .description("records of those changelogs still to be read")
        .strongReference(true)
        .register(registry);
    Gauge.builder("floodwall.restore.last.seconds", restoring, RestoreProgress::lastSeconds)
        .description("how long the last rebuilding of state took; 0 before the first")
        .strongReference(true)
        .register(registry);
  }

  private static void build(MeterRegistry registry) {
    String packaged = AppMetrics.class.getPackage().getImplementationVersion();
    Gauge.builder("floodwall.build.info", () -> 1)
        .description("1; its labels are the versions")
        .tag("version", packaged == null ? "unpackaged" : packaged)
        .tag("kafka", AppInfoParser.getVersion())
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  @Override
  public void close() {
    kafka.close();
    collector.close();
  }
}
