package io.floodwall.app.bench;

import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * A stand-in for one of the wall's applications that does all of its work with Kafka and none of
 * its thinking: the same sources, stores, reads, puts and records of the same size with the same
 * headers, and nothing decoded, decided, hashed or encoded.
 */
final class SameWorkApp implements StreamApp {
  private final String name;
  private final ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> standIn;
  private final List<String> sinks;

  private SameWorkApp(
      String name,
      ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> standIn,
      List<String> sinks) {
    this.name = name;
    this.standIn = standIn;
    this.sinks = sinks;
  }

  /** Stand-ins for admission, gate and ledger, for work of that shape. */
  static List<StreamApp> hops(WorkShape shape) {
    return List.of(
        new SameWorkApp("admission", StandInAdmission.supplier(shape), List.of("candidates")),
        new SameWorkApp(
            "gate", StandInGate.supplier(shape), List.of("admitted", "deferred", "rejected")),
        new SameWorkApp("ledger", StandInLedger.supplier(shape), List.of("ledger", "heads")));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ConfigDef configDef() {
    return AppConfig.common();
  }

  @Override
  public AppConfig configure(Map<String, ?> properties) {
    return new AppConfig(configDef(), properties);
  }

  /** Those of the application it stands for, but what that one wrote itself and reads back. */
  @Override
  public List<String> sources(Topics topics) {
    StreamApp original = original();
    return original.sources(topics).stream()
        .filter(topic -> !original.readBack(topics).contains(topic))
        .toList();
  }

  @Override
  public boolean readsHeaders() {
    return original().readsHeaders();
  }

  private StreamApp original() {
    return LocalWall.APPS.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    Topics topics = config.topics();
    var topology = new Topology();
    for (String source : sources(topics)) {
      Streams.source(topology, source, source);
    }
    topology.addProcessor(name, standIn, sources(topics).toArray(String[]::new));
    for (String sink : sinks) {
      Streams.sink(topology, sinkTo(sink), config.getString(AppConfig.PREFIX) + sink, name);
    }
    return topology;
  }

  /** The name of the sink that writes to {@code topic}, whose prefix is left out. */
  static String sinkTo(String topic) {
    return "to-" + topic;
  }
}
