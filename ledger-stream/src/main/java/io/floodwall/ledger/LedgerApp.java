package io.floodwall.ledger;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;

/** The ledger, as the runner knows it. */
public final class LedgerApp implements StreamApp {
  /** Its name, and the end of its application id. */
  public static final String NAME = "ledger";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConfigDef configDef() {
    return LedgerConfig.definition();
  }

  @Override
  public AppConfig configure(Map<String, ?> properties) {
    return new LedgerConfig(properties);
  }

  @Override
  public List<String> sources(Topics topics) {
    return List.of(
        topics.admitted(),
        topics.deferred(),
        topics.rejected(),
        topics.refused(),
        topics.outcomes(),
        topics.policies(),
        topics.controls(),
        topics.ledger(),
        topics.heads());
  }

  @Override
  public Set<String> readBack(Topics topics) {
    return Set.of(topics.ledger(), topics.heads());
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    return LedgerTopology.build((LedgerConfig) config, config.codecs(), meters);
  }
}
