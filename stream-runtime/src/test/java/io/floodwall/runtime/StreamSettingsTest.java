package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What Kafka Streams really runs with, read back through its own configuration. */
final class StreamSettingsTest {
  private static final StreamApp GATE = new IdleApp("gate", "floodwall.one");

  private static StreamsConfig streams(String... settings) {
    var properties = new Properties();
    properties.putAll(StreamSettings.of(GATE, Given.config(settings), Map.of()));
    return new StreamsConfig(properties);
  }

  private static Map<String, Object> consumer(String... settings) {
    StreamsConfig config = streams(settings);
    return config.getMainConsumerConfigs(config.getString("application.id"), "client", 1);
  }

  @Nested
  class Promises {
    @Test
    void everyStageCommitsInputStateAndOutputsInOneTransaction() {
      assertThat(streams().getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
          .isEqualTo("exactly_once_v2");
      assertThat(consumer())
          .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
          .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
      assertThat(streams().getProducerConfigs("client"))
          .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    @Test
    void beingOutOfRangeStopsTheApplicationAndSkipsNothing() {
      assertThat(consumer()).containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    }

    @Test
    void killedInstanceComesBackUnderItsStaticMembership() {
      assertThat(streams().getString(StreamsConfig.GROUP_PROTOCOL_CONFIG)).isEqualTo("classic");
      assertThat(consumer("floodwall.instance.id", "7", "floodwall.session.timeout.ms", "9000"))
          .containsEntry(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG, "7-1")
          .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 9_000)
          .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    }

    @Test
    void applicationIdIsThePrefixAndTheName() {
      assertThat(streams("floodwall.prefix", "acme.").getString("application.id"))
          .isEqualTo("acme.gate");
    }

    @Test
    void everyStoreAndChangelogMustHaveANameOfOurOwn() {
      assertThat(
              streams().getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
          .isTrue();
    }

    @Test
    void nothingIsReportedToTheBrokersOperator() {
      assertThat(streams().getBoolean(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG)).isFalse();
    }
  }

  @Nested
  class Ours {
    @Test
    void keysOfOursBecomeKafkas() {
      StreamsConfig config =
          streams(
              "floodwall.state.dir", "/var/lib/floodwall",
              "floodwall.commit.interval.ms", "50",
              "floodwall.threads", "3",
              "floodwall.cache.bytes", "12345",
              "floodwall.rocksdb.bytes", "9000000");

      assertThat(config.getString(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo("/var/lib/floodwall");
      assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1_000);
      assertThat(config.getLong(StreamsConfig.POLL_MS_CONFIG)).isEqualTo(50);
      assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(3);
      assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG)).isEqualTo(12_345);
      assertThat(config.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
          .isEqualTo(BoundedRocksDb.class);
      assertThat(config.originals()).containsEntry(BoundedRocksDb.BYTES, 9_000_000L);
    }

    @Test
    void idleThreadNeverSleepsLongerThanATenthOfASecond() {
      assertThat(
              streams("floodwall.commit.interval.ms", "10000")
                  .getLong(StreamsConfig.POLL_MS_CONFIG))
          .isEqualTo(100);
    }

    @Test
    void changelogsOfOneTaskDoNotWaitForThoseOfAnother() {
      assertThat(streams().getRestoreConsumerConfigs("client"))
          .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
      assertThat(
              streams("restore.consumer.fetch.max.wait.ms", "300")
                  .getRestoreConsumerConfigs("client"))
          .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "300");
    }

    @Test
    void keysOfOursWinOverKafkasOwn() {
      StreamsConfig config =
          streams(
              "commit.interval.ms", "99",
              "num.stream.threads", "9",
              "rocksdb.config.setter", "java.lang.String");

      assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1_000);
      assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(1);
      assertThat(config.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
          .isEqualTo(BoundedRocksDb.class);
      assertThat(consumer("consumer.session.timeout.ms", "1234"))
          .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    }
  }

  @Nested
  class Theirs {
    @Test
    void tuningAndCredentialsGoThrough() {
      StreamsConfig config =
          streams(
              "producer.linger.ms", "0", "consumer.max.poll.records", "5", "sasl.jaas.config", "x");

      assertThat(config.getProducerConfigs("client"))
          .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "0")
          .containsEntry("sasl.jaas.config", "x");
      assertThat(
              consumer("consumer.max.poll.records", "5")
                  .get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG))
          .isEqualTo("5");
    }

    @Test
    void anInterceptorTakesThePlaceOfTheOneThatDropsHeaders() {
      assertThat(consumer()).containsEntry("interceptor.classes", HeadersUnread.class.getName());
      for (String prefix : List.of("", "consumer.", "main.consumer.")) {
        assertThat(consumer(prefix + "interceptor.classes", "a.Tracer").get("interceptor.classes"))
            .isEqualTo("a.Tracer");
      }
    }

    @Test
    void keysOfOursAreNoClientsBusiness() {
      assertThat(StreamSettings.of(GATE, Given.config("floodwall.threads", "2"), Map.of()))
          .doesNotContainKeys("floodwall.threads", "floodwall.prefix");
    }
  }
}
