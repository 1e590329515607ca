package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.micrometer.core.instrument.Counter;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Counting, and what of it a scrape shows. */
final class MetersTest {
  private final Meters meters = Meters.of("gate", "floodwall.");

  @Test
  void counterCarriesApplicationAndWall() {
    meters.counter("floodwall.intents", "records read").increment();
    assertThat(meters.scrape())
        .contains("# HELP floodwall_intents_total records read")
        .contains("floodwall_intents_total{app=\"gate\",wall=\"floodwall\"} 1.0");
  }

  @Test
  void usualValuesAreThereFromTheStartAndOthersComeWithTheirFirst() {
    Counters<Reason> dead = meters.deadLetters(EnumSet.of(Reason.MALFORMED));
    assertThat(meters.scrape()).contains("reason=\"MALFORMED\",wall=\"floodwall\"} 0.0");
    assertThat(meters.scrape()).doesNotContain("TOO_LARGE");
    dead.count(Reason.TOO_LARGE);
    dead.count(Reason.TOO_LARGE);
    assertThat(meters.scrape()).contains("reason=\"TOO_LARGE\",wall=\"floodwall\"} 2.0");
  }

  @Test
  void counterIsFoundByItsPlaceAndNotByItsName() {
    Counters<Reason> dead = meters.deadLetters(EnumSet.noneOf(Reason.class));
    Counter first = dead.of(Reason.MALFORMED);
    assertThat(dead.of(Reason.MALFORMED)).isSameAs(first);
  }

  @Test
  void twoApplicationsOfAProcessDoNotMix() {
    try (Meters other = Meters.of("ledger", "floodwall.")) {
      meters.counter("floodwall.intents", "records read").increment();
      other.counter("floodwall.intents", "records read").increment(5);
      assertThat(meters.scrape()).contains("} 1.0").doesNotContain("ledger");
      assertThat(other.scrape()).contains("} 5.0").doesNotContain("gate");
    }
  }

  @Test
  void latencyIsAHistogramInSecondsWithFixedBounds() {
    Latency latency = meters.latency("floodwall.decision.latency", "how long");
    latency.record(1_000, 1_060);
    latency.record(1_000, 900);
    assertThat(meters.scrape())
        .contains("latency_seconds_bucket{app=\"gate\",wall=\"floodwall\",le=\"0.01\"} 1")
        .contains("latency_seconds_bucket{app=\"gate\",wall=\"floodwall\",le=\"0.1\"} 2")
        .contains("latency_seconds_bucket{app=\"gate\",wall=\"floodwall\",le=\"3600.0\"} 2")
        .contains("latency_seconds_sum{app=\"gate\",wall=\"floodwall\"} 0.06");
  }

  @Test
  void gaugesOfAPartitionGoWithItsTask() {
    PartitionGauges first = meters.partition(1);
    PartitionGauges second = meters.partition(2);
    first.gauge("floodwall.room.depth", "who waits").set(7);
    second.gauge("floodwall.room.depth", "who waits").set(9);
    first.close();
    assertThat(meters.scrape()).contains("partition=\"2\"").doesNotContain("partition=\"1\"");
  }

  @Test
  void taskThatIsClosedLateDoesNotTakeItsSuccessorsGauges() {
    PartitionGauges before = meters.partition(1);
    before.gauge("floodwall.room.depth", "who waits").set(7);
    PartitionGauges.Level now = meters.partition(1).gauge("floodwall.room.depth", "who waits");
    now.set(9);
    before.close();
    assertThat(meters.scrape()).contains("partition=\"1\",wall=\"floodwall\"} 9.0");
  }

  @Test
  void kafkasMetricsThatAreNotOnTheListAreTurnedAway() {
    meters.registry().gauge("kafka.stream.state.put.rate", 1);
    meters.registry().gauge("kafka.stream.alive.stream.threads", 1);
    assertThat(meters.scrape())
        .contains("kafka_stream_alive_stream_threads")
        .doesNotContain("put_rate");
  }
}
