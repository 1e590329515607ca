package io.floodwall.runtime;

import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;

/** An application that is configured and never runs. */
record IdleApp(String name, String ownKey) implements StreamApp {
  @Override
  public ConfigDef configDef() {
    return AppConfig.common()
        .define(ownKey, ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "its own");
  }

  @Override
  public AppConfig configure(Map<String, ?> properties) {
    return new AppConfig(configDef(), properties);
  }

  @Override
  public List<String> sources(Topics topics) {
    return List.of(topics.intents());
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    return new Topology();
  }
}
