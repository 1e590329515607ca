package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.Meters;
import java.io.IOException;
import java.io.InputStream;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** The shape of the topology: what changes it changes what a running wall has stored. */
final class AdmissionTopologyTest {
  private static String describe(Topology topology) {
    return topology.describe().toString();
  }

  @Test
  void topologyIsTheOneInTheGoldenFile() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("/admission-topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(
              describe(AdmissionTopology.build(Configs.of(), Wall.CODECS, 1, Meters.unscraped())))
          .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Test
  void numberOfPartitionsDoesNotChangeIt() {
    assertThat(describe(AdmissionTopology.build(Configs.of(), Wall.CODECS, 64, Meters.unscraped())))
        .isEqualTo(
            describe(AdmissionTopology.build(Configs.of(), Wall.CODECS, 1, Meters.unscraped())));
  }

  @Test
  void appRunsIt() {
    AdmissionConfig config = Configs.of(AppConfig.PREFIX, "acme.");
    assertThat(describe(new AdmissionApp().topology(config, 1)))
        .isEqualTo(describe(AdmissionTopology.build(config, Wall.CODECS, 1, Meters.unscraped())))
        .contains("acme.intents", "acme.controls", "acme.candidates", "acme.dead-letters")
        .doesNotContain("floodwall.");
  }
}
