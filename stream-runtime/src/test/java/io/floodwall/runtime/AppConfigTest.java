package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.schemas.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys all applications share: what they are when nobody says, and what is refused. */
final class AppConfigTest {
  private static void refused(String message, String... settings) {
    assertThatThrownBy(() -> Given.config(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Nested
  class Keys {
    @Test
    void defaults() {
      var expected = new TreeMap<String, Object>();
      expected.put("floodwall.prefix", "floodwall.");
      expected.put("floodwall.ledger.name", "");
      expected.put("floodwall.instance.id", "0");
      expected.put("floodwall.state.dir", "data/state");
      expected.put("floodwall.health.host", "127.0.0.1");
      expected.put("floodwall.health.port", 0);
      expected.put("floodwall.commit.interval.ms", 20L);
      expected.put("floodwall.commit.interval.max.ms", 1_000L);
      expected.put("floodwall.session.timeout.ms", 6_000);
      expected.put("floodwall.threads", 1);
      expected.put("floodwall.start.timeout.ms", 30_000L);
      expected.put("floodwall.close.timeout.ms", 10_000L);
      expected.put("floodwall.cache.bytes", 33_554_432L);
      expected.put("floodwall.rocksdb.bytes", 67_108_864L);
      expected.put("floodwall.intents.timestamp", "append");
      expected.put("floodwall.schema.registry.url", "");
      expected.put("floodwall.schema.registry.auth", new Password(""));
      expected.put("floodwall.schema.registry.auto.register", true);
      expected.put("floodwall.schema.registry.timeout.ms", 2_000L);
      expected.put("floodwall.schema.registry.attempts", 3);
      expected.put("floodwall.schema.registry.unknown.ms", 60_000L);

      assertThat(new TreeMap<String, Object>(Given.config().values())).isEqualTo(expected);
    }

    @Test
    void fullMapping() {
      AppConfig config =
          Given.config(
              "floodwall.prefix", "acme.wall.",
              "floodwall.ledger.name", "acme-ledger",
              "floodwall.instance.id", "7",
              "floodwall.state.dir", "/var/lib/floodwall",
              "floodwall.health.host", "0.0.0.0",
              "floodwall.health.port", "8080",
              "floodwall.commit.interval.ms", "50",
              "floodwall.commit.interval.max.ms", "51",
              "floodwall.session.timeout.ms", "9000",
              "floodwall.threads", "3",
              "floodwall.start.timeout.ms", "5000",
              "floodwall.close.timeout.ms", "700",
              "floodwall.cache.bytes", "0",
              "floodwall.rocksdb.bytes", "8388608",
              "floodwall.intents.timestamp", "append");

      assertThat(config.topics().intents()).isEqualTo("acme.wall.intents");
      assertThat(config.ledgerName()).isEqualTo("acme-ledger");
      assertThat(config.applicationId("gate")).isEqualTo("acme.wall.gate");
      assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/floodwall"));
      assertThat(config.intentsTime()).isEqualTo(Topics.IntentsTime.APPEND);
      assertThat(config.getString(AppConfig.INSTANCE_ID)).isEqualTo("7");
      assertThat(config.getString(AppConfig.HEALTH_HOST)).isEqualTo("0.0.0.0");
      assertThat(config.getInt(AppConfig.HEALTH_PORT)).isEqualTo(8_080);
      assertThat(config.getLong(AppConfig.COMMIT_INTERVAL_MS)).isEqualTo(50);
      assertThat(config.getLong(AppConfig.COMMIT_INTERVAL_MAX_MS)).isEqualTo(51);
      assertThat(config.getInt(AppConfig.SESSION_TIMEOUT_MS)).isEqualTo(9_000);
      assertThat(config.getInt(AppConfig.THREADS)).isEqualTo(3);
      assertThat(config.getLong(AppConfig.START_TIMEOUT_MS)).isEqualTo(5_000);
      assertThat(config.getLong(AppConfig.CLOSE_TIMEOUT_MS)).isEqualTo(700);
      assertThat(config.getLong(AppConfig.CACHE_BYTES)).isZero();
      assertThat(config.getLong(AppConfig.ROCKSDB_BYTES)).isEqualTo(8_388_608);
    }

    @Test
    void everyKeyIsDocumentedInASentence() {
      for (ConfigDef.ConfigKey key : AppConfig.common().configKeys().values()) {
        assertThat(key.name).startsWith("floodwall.");
        assertThat(key.documentation).as(key.name).hasSizeGreaterThan(20).endsWith(".");
      }
    }

    @Test
    void eachDefinitionIsOneToAddOnesOwnTo() {
      AppConfig.common().define("floodwall.x", ConfigDef.Type.INT, ConfigDef.Importance.LOW, "x");
      assertThat(AppConfig.common().names()).doesNotContain("floodwall.x");
    }

    @Test
    void ledgerIsNamedAfterThePrefixWithoutItsDot() {
      assertThat(Given.config().ledgerName()).isEqualTo("floodwall");
      assertThat(Given.config("floodwall.prefix", "a.b.").ledgerName()).isEqualTo("a.b");
    }

    @Test
    void everyOtherKeyGoesToTheClientsAsItIs() {
      Map<String, Object> properties =
          Given.config("security.protocol", "SSL", "ssl.truststore.location", "/t", "threads", "9")
              .clientProperties();

      assertThat(properties)
          .containsOnlyKeys(
              "bootstrap.servers", "security.protocol", "ssl.truststore.location", "threads")
          .containsEntry("bootstrap.servers", "none:1")
          .containsEntry("security.protocol", "SSL");
    }
  }

  @Nested
  class Refused {
    @Test
    void unknownKeysAreAllNamedAtOnceWithWhereToLook() {
      refused(
          "unknown configuration [floodwall.a, floodwall.thread]; docs/configuration.md",
          "floodwall.thread",
          "2",
          "floodwall.a",
          "");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "application.id",
          "processing.guarantee",
          "group.protocol",
          "group.instance.id",
          "auto.offset.reset",
          "isolation.level",
          "state.dir",
          "enable.auto.commit",
          "default.deserialization.exception.handler",
          "deserialization.exception.handler"
        })
    void kafkaKeysThatPromisesRestOnHoweverTheyArePrefixed(String key) {
      for (String prefix : new String[] {"", "consumer.", "main.consumer."}) {
        refused(prefix + key + " is set by floodwall and cannot be changed", prefix + key, "x");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "floodwall.health.port,-1",
      "floodwall.health.port,65536",
      "floodwall.health.port,http",
      "floodwall.commit.interval.ms,0",
      "floodwall.commit.interval.ms,10001",
      "floodwall.commit.interval.max.ms,0",
      "floodwall.commit.interval.max.ms,10001",
      "floodwall.session.timeout.ms,999",
      "floodwall.session.timeout.ms,60001",
      "floodwall.threads,0",
      "floodwall.threads,257",
      "floodwall.start.timeout.ms,999",
      "floodwall.close.timeout.ms,99",
      "floodwall.cache.bytes,-1",
      "floodwall.rocksdb.bytes,8388607",
      "floodwall.intents.timestamp,Create"
    })
    void valueOutOfRange(String key, String value) {
      refused(key, key, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "floodwall", "flood wall.", "flood/wall.", "a..", "\u00fc."})
    void prefixThatMakesNoTopicNames(String prefix) {
      refused("floodwall.prefix: topic prefix", "floodwall.prefix", prefix);
    }

    @Test
    void prefixThatIsTooLong() {
      refused("be short enough", "floodwall.prefix", "x".repeat(240) + ".");
    }

    @Test
    void agentsOwnTimeIsForTheDemosPrefixAlone() {
      refused("use append", "floodwall.intents.timestamp", "create");
      refused(
          "use append",
          "floodwall.intents.timestamp",
          "create",
          "floodwall.prefix",
          "prod-floodwall-demo.");

      AppConfig demo =
          Given.config(
              "floodwall.intents.timestamp", "create", "floodwall.prefix", "floodwall-demo.");
      assertThat(demo.intentsTime()).isEqualTo(Topics.IntentsTime.CREATE);
    }

    @Test
    void missingBrokerAddressSaysWhatToSay() {
      for (Map<String, String> given : java.util.List.of(Map.<String, String>of(), blank())) {
        assertThatThrownBy(() -> new AppConfig(AppConfig.common(), given))
            .isInstanceOf(ConfigException.class)
            .hasMessage("bootstrap.servers is missing: say where Kafka is, such as 127.0.0.1:9092");
      }
    }

    private static Map<String, String> blank() {
      return Map.of("bootstrap.servers", " ");
    }
  }
}
