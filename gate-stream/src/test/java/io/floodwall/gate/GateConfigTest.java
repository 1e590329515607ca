package io.floodwall.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** The gate's configuration. */
final class GateConfigTest {

  @Test
  void everyKeyIsDocumented() {
    assertThat(GateConfig.definition().configKeys().values())
        .isNotEmpty()
        .allSatisfy(key -> assertThat(key.documentation).as(key.name).isNotBlank());
  }

  @Test
  void unknownKeyIsRefused() {
    assertThatThrownBy(
            () ->
                new GateConfig(
                    Map.of("bootstrap.servers", "none:1", "floodwall.gate.openn", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("floodwall.gate.openn");
  }

  @Test
  void applicationReadsCandidatesAndPoliciesOfItsPrefix() {
    var app = new GateApp();
    var config = app.configure(Map.of("bootstrap.servers", "none:1", "floodwall.prefix", "acme."));

    assertThat(config.applicationId(app.name())).isEqualTo("acme.gate");
    assertThat(app.sources(config.topics())).containsExactly("acme.candidates", "acme.policies");
    assertThat(app.topology(config, 4).describe().toString()).contains("acme.admitted");
  }
}
