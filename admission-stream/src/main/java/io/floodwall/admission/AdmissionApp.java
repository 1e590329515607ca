package io.floodwall.admission;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.Run;
import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;

/** Admission, as the runner knows it. */
public final class AdmissionApp implements StreamApp {
  /** Its name, and the end of its application id. */
  public static final String NAME = "admission";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConfigDef configDef() {
    return AdmissionConfig.definition();
  }

  @Override
  public AppConfig configure(Map<String, ?> properties) {
    return new AdmissionConfig(properties);
  }

  @Override
  public List<String> sources(Topics topics) {
    return List.of(topics.intents(), topics.controls());
  }

  /** A signature comes as headers, and an intent's size counts them. */
  @Override
  public boolean readsHeaders() {
    return true;
  }

  @Override
  public Topology topology(AppConfig config, int partitions, Meters meters) {
    return AdmissionTopology.build((AdmissionConfig) config, config.codecs(), partitions, meters);
  }

  /** With signatures that go ahead, which other ways to its topology do without. */
  @Override
  public Run run(AppConfig config, int partitions, Meters meters) {
    var own = (AdmissionConfig) config;
    Ahead ahead = own.ahead(partitions);
    return new Run(
        AdmissionTopology.build(own, own.codecs(), partitions, meters, ahead),
        AheadInterceptor.settings(ahead, own.topics().intents()),
        ahead::close);
  }
}
