package io.floodwall.gate;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;

/** The gate, as the runner knows it. */
public final class GateApp implements StreamApp {
  /** Its name, and the end of its application id. */
  public static final String NAME = "gate";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConfigDef configDef() {
    return GateConfig.definition();
  }

  @Override
  public AppConfig configure(Map<String, ?> properties) {
    return new GateConfig(properties);
  }

  @Override
  public List<String> sources(Topics topics) {
    return List.of(topics.candidates(), topics.policies());
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    return GateTopology.build((GateConfig) config, config.codecs(), meters);
  }
}
