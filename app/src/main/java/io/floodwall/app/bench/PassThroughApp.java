package io.floodwall.app.bench;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * A hop with nothing in it: what it reads it writes to the next topic, under the wall's runner and
 * settings. What Kafka Streams can do here when nobody asks anything of it.
 */
final class PassThroughApp implements StreamApp {
  private final String name;
  private final Function<Topics, String> from;
  private final Function<Topics, String> to;

  private PassThroughApp(String name, Function<Topics, String> from, Function<Topics, String> to) {
    this.name = name;
    this.from = from;
    this.to = to;
  }

  /** The three hops from {@code intents} to {@code ledger}. */
  static List<StreamApp> hops() {
    return List.of(
        new PassThroughApp("admission", Topics::intents, Topics::candidates),
        new PassThroughApp("gate", Topics::candidates, Topics::admitted),
        new PassThroughApp("ledger", Topics::admitted, Topics::ledger));
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

  @Override
  public List<String> sources(Topics topics) {
    return List.of(from.apply(topics));
  }

  @Override
  public boolean readsHeaders() {
    return true; // and passes them on
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    Topics topics = config.topics();
    return new Topology()
        .addSource(
            "in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from.apply(topics))
        .addSink(
            "out", to.apply(topics), new ByteArraySerializer(), new ByteArraySerializer(), "in");
  }
}
