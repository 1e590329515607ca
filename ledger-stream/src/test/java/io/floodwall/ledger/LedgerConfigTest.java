package io.floodwall.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger's configuration. */
final class LedgerConfigTest {

  @Test
  void defaultsAreThoseOfTheDesign() {
    LedgerConfig config = LedgerStory.config(Map.of());

    assertThat(config.refusalsMax()).isEqualTo(256);
    assertThat(config.refusalsLingerMs()).isEqualTo(100);
    assertThat(config.turn()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void everyKeyIsMapped() {
    LedgerConfig config =
        LedgerStory.config(
            Map.of(
                "floodwall.ledger.refusals.max", "7",
                "floodwall.ledger.refusals.linger.ms", "8",
                "floodwall.ledger.heads.interval.ms", "9"));

    assertThat(config.refusalsMax()).isEqualTo(7);
    assertThat(config.refusalsLingerMs()).isEqualTo(8);
    assertThat(config.turn()).isEqualTo(Duration.ofMillis(9));
  }

  @Test
  void everyKeyIsDocumented() {
    assertThat(LedgerConfig.definition().configKeys().values())
        .isNotEmpty()
        .allSatisfy(key -> assertThat(key.documentation).as(key.name).isNotBlank());
  }

  @ParameterizedTest
  @CsvSource({
    "floodwall.ledger.refusals.max, 0",
    "floodwall.ledger.refusals.max, 257",
    "floodwall.ledger.refusals.max, many",
    "floodwall.ledger.refusals.linger.ms, -1",
    "floodwall.ledger.heads.interval.ms, 0",
    "floodwall.ledger.head.interval.ms, 20"
  })
  void valueOutOfRangeAndUnknownKeyAreRefused(String key, String value) {
    assertThatThrownBy(() -> LedgerStory.config(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @Test
  void applicationReadsTheNineTopicsOfItsPrefix() {
    var app = new LedgerApp();
    var config = app.configure(Map.of("bootstrap.servers", "none:1", "floodwall.prefix", "acme."));

    assertThat(config.applicationId(app.name())).isEqualTo("acme.ledger");
    assertThat(app.sources(config.topics()))
        .containsExactly(
            "acme.admitted",
            "acme.deferred",
            "acme.rejected",
            "acme.refused",
            "acme.outcomes",
            "acme.policies",
            "acme.controls",
            "acme.ledger",
            "acme.heads");
    assertThat(app.topology(config, 4).describe().toString()).contains("acme.ledger");
  }
}
