package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.ReleaseBudget;
import io.floodwall.runtime.AppConfig;
import io.floodwall.schemas.Topics;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Admission's keys: what they are when nobody says, what they become, and what is refused. */
final class AdmissionConfigTest {

  private static void refused(String message, String... settings) {
    assertThatThrownBy(() -> Configs.of(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Nested
  class Keys {
    @Test
    void defaults() {
      AdmissionConfig config = Configs.of();
      Map<String, ?> values = config.values();
      assertThat(values.get("floodwall.rate.burst")).isEqualTo(64L);
      assertThat(values.get("floodwall.rate.refill")).isEqualTo(16L);
      assertThat(values.get("floodwall.rate.period.ms")).isEqualTo(1_000L);
      assertThat(values.get("floodwall.room.capacity")).isEqualTo(1_024);
      assertThat(values.get("floodwall.release.per.second")).isEqualTo("unlimited");
      assertThat(values.get("floodwall.release.burst")).isEqualTo(100L);
      assertThat(values.get("floodwall.release.turn.max")).isEqualTo(1_000);
      assertThat(values.get("floodwall.release.interval.ms")).isEqualTo(10L);
      assertThat(values.get("floodwall.recent.intents.max")).isEqualTo(64);
      assertThat(values.get("floodwall.agents.remember.ms")).isEqualTo(86_400_000L);
      assertThat(values.get("floodwall.agents.held.max")).isEqualTo(5_000);
      assertThat(values.get("floodwall.agents.sweep.max")).isEqualTo(1_000);
      assertThat(values.get("floodwall.clock.reanchor.ms")).isEqualTo(5_000L);
      assertThat(values.get("floodwall.signing.keys.max")).isEqualTo(10_000);
      assertThat(values.get("floodwall.signing.ahead.threads")).isEqualTo("auto");
      assertThat(values.get("floodwall.signing.ahead.max")).isEqualTo(4_096);
      assertThat(config.rate()).isEqualTo(RateLimit.perPeriod(64, 16, 1_000, 5_000));
    }

    @Test
    void sixteenAreAdmissionsOwnSoANewOneBelongsInTheseTests() {
      assertThat(AdmissionConfig.definition().names())
          .filteredOn(key -> !AppConfig.common().names().contains(key))
          .hasSize(16);
    }

    @Test
    void fullMapping() {
      AdmissionConfig config =
          Configs.of(
              "floodwall.rate.burst", "7",
              "floodwall.rate.refill", "3",
              "floodwall.rate.period.ms", "250",
              "floodwall.room.capacity", "9",
              "floodwall.release.per.second", "11",
              "floodwall.release.burst", "13",
              "floodwall.release.turn.max", "17",
              "floodwall.release.interval.ms", "19",
              "floodwall.recent.intents.max", "23",
              "floodwall.agents.remember.ms", "29",
              "floodwall.agents.held.max", "0",
              "floodwall.agents.sweep.max", "31",
              "floodwall.clock.reanchor.ms", "37",
              "floodwall.signing.keys.max", "41",
              "floodwall.signing.ahead.threads", "43",
              "floodwall.signing.ahead.max", "47");

      assertThat(config.rate()).isEqualTo(RateLimit.perPeriod(7, 3, 250, 37));
      assertThat(config.getInt(AdmissionConfig.ROOM_CAPACITY)).isEqualTo(9);
      assertThat(config.getString(AdmissionConfig.RELEASE_PER_SECOND)).isEqualTo("11");
      assertThat(config.getLong(AdmissionConfig.RELEASE_BURST)).isEqualTo(13);
      assertThat(config.getInt(AdmissionConfig.RELEASE_TURN_MAX)).isEqualTo(17);
      assertThat(config.getLong(AdmissionConfig.RELEASE_INTERVAL_MS)).isEqualTo(19);
      assertThat(config.getInt(AdmissionConfig.RECENT_MAX)).isEqualTo(23);
      assertThat(config.getLong(AdmissionConfig.REMEMBER_MS)).isEqualTo(29);
      assertThat(config.getInt(AdmissionConfig.AGENTS_HELD)).isZero();
      assertThat(config.getInt(AdmissionConfig.SWEEP_MAX)).isEqualTo(31);
      assertThat(config.getInt(AdmissionConfig.SIGNING_KEYS_MAX)).isEqualTo(41);
      assertThat(config.aheadThreads()).isEqualTo(43);
      assertThat(config.getInt(AdmissionConfig.SIGNING_AHEAD_MAX)).isEqualTo(47);
    }

    @Test
    void aheadLeavesAProcessorToTheThreadThatDecidesAndTakesAtMostFour() {
      assertThat(Configs.of().aheadThreads())
          .isEqualTo(Math.min(4, Runtime.getRuntime().availableProcessors() - 1));
    }

    @Test
    void everyKeyIsDocumentedInASentence() {
      for (ConfigDef.ConfigKey key : AdmissionConfig.definition().configKeys().values()) {
        assertThat(key.documentation).as(key.name).hasSizeGreaterThan(20).endsWith(".");
        assertThat(key.name).startsWith("floodwall.");
      }
    }

    @Test
    void appReadsTheSameDefinition() {
      var app = new AdmissionApp();
      assertThat(app.name()).isEqualTo("admission");
      assertThat(app.configDef().names()).isEqualTo(AdmissionConfig.definition().names());
      assertThat(app.configure(Configs.given())).isInstanceOf(AdmissionConfig.class);
      assertThat(app.sources(new Topics("t.")))
          .containsExactlyInAnyOrder("t.intents", "t.controls");
    }
  }

  @Nested
  class Refused {
    @Test
    void unknownKeyIsNamed() {
      refused("unknown configuration [floodwall.rate.brust]", "floodwall.rate.brust", "1");
    }

    @ParameterizedTest
    @CsvSource({
      "floodwall.rate.burst,-1",
      "floodwall.rate.burst,1000000001",
      "floodwall.rate.burst,many",
      "floodwall.rate.burst,1.5",
      "floodwall.rate.refill,-1",
      "floodwall.rate.period.ms,0",
      "floodwall.rate.period.ms,86400001",
      "floodwall.room.capacity,-1",
      "floodwall.room.capacity,1000001",
      "floodwall.release.per.second,-1",
      "floodwall.release.per.second,1.5",
      "floodwall.release.per.second,Unlimited",
      "floodwall.release.per.second,''",
      "floodwall.release.per.second,99999999999999999999",
      "floodwall.release.burst,0",
      "floodwall.release.turn.max,0",
      "floodwall.release.interval.ms,0",
      "floodwall.recent.intents.max,-1",
      "floodwall.recent.intents.max,1025",
      "floodwall.agents.remember.ms,-1",
      "floodwall.agents.held.max,-1",
      "floodwall.agents.sweep.max,0",
      "floodwall.clock.reanchor.ms,-1",
      "floodwall.signing.keys.max,0",
      "floodwall.signing.ahead.threads,-1",
      "floodwall.signing.ahead.threads,65",
      "floodwall.signing.ahead.threads,Auto",
      "floodwall.signing.ahead.threads,''",
      "floodwall.signing.ahead.max,0"
    })
    void valueOutOfRange(String key, String value) {
      refused(key, key, value);
    }

    @Test
    void refillAndPeriodThatCannotBeCountedTogether() {
      refused(
          "floodwall.rate.refill and floodwall.rate.period.ms: refill x period is too large",
          "floodwall.rate.burst",
          "1000000000",
          "floodwall.rate.refill",
          "1000000000",
          "floodwall.rate.period.ms",
          "86400000");
    }

    @Test
    void releaseRateThatCannotBeCountedSaysSo() {
      refused(
          "refill x period is too large",
          "floodwall.release.per.second",
          "1000000000000",
          "floodwall.release.burst",
          "1000000000");
    }

    @Test
    void agentsOwnTimeUnderAnyPrefixButTheDemos() {
      refused("use append", AppConfig.INTENTS_TIMESTAMP, "create");
      refused(
          "use append",
          AppConfig.INTENTS_TIMESTAMP,
          "create",
          AppConfig.PREFIX,
          "floodwall-demo.x.");

      AdmissionConfig demo =
          Configs.of(
              AppConfig.INTENTS_TIMESTAMP, "create", AppConfig.PREFIX, AppConfig.DEMO_PREFIX);
      assertThat(demo.intentsTime()).isEqualTo(Topics.IntentsTime.CREATE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"application.id", "processing.guarantee", "auto.offset.reset", "state.dir"})
    void kafkaKeysThatPromisesRestOn(String key) {
      refused(key + " is set by floodwall", key, "x");
    }
  }

  @Nested
  class Budgets {
    @Test
    void unlimitedAlwaysHasOneMore() {
      ReleaseBudget budget = Configs.of().budget();
      for (int i = 0; i < 10_000; i++) {
        assertThat(budget.tryTake(0)).isTrue();
      }
    }

    @Test
    void eachCallIsABudgetOfItsOwn() {
      AdmissionConfig config = Configs.of("floodwall.release.per.second", "1");
      ReleaseBudget one = config.budget();
      assertThat(one.tryTake(0)).isFalse();
      assertThat(one.tryTake(1_000)).isTrue();
      assertThat(config.budget().tryTake(1_000)).isFalse();
    }

    @Test
    void rateAboveTheBurstIsAllowed() {
      Map<String, String> given =
          Configs.given("floodwall.release.per.second", "1000000", "floodwall.release.burst", "1");
      assertThat(new AdmissionConfig(given).budget().tryTake(0)).isFalse();
    }
  }
}
