package io.floodwall.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Floodwall;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Verdict;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SeedFloodTest {
  private final SeedFlood flood = new SeedFlood();

  @Test
  void theWallInMemoryReachesEveryPublishedFigure() {
    var wall =
        new Floodwall(
            SeedFlood.CAPACITY,
            RateLimit.perTick(
                BigDecimal.valueOf(SeedFlood.BURST), BigDecimal.valueOf(SeedFlood.REFILL_PER_TICK)),
            Gate.of(SeedFlood.policies(), true));
    Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    int queued = 0;
    for (var arrival : flood) {
      Answer answer = wall.submit(arrival.intent(), arrival.tick());
      if (answer instanceof Answer.Refuse refuse) {
        refused.merge(refuse.reason(), 1, Integer::sum);
      } else {
        queued++;
      }
    }
    Map<Verdict, Integer> ruled = new EnumMap<>(Verdict.class);
    for (var next = wall.tick(); next.isPresent(); next = wall.tick()) {
      ruled.merge(next.get().ruling().verdict(), 1, Integer::sum);
    }

    assertThat(refused).containsOnlyKeys(Reason.RATE_LIMITED, Reason.BACKPRESSURE);
    assertThat(
            new SeedFlood.Figures(
                refused.getOrDefault(Reason.RATE_LIMITED, 0),
                refused.getOrDefault(Reason.BACKPRESSURE, 0),
                queued,
                ruled.getOrDefault(Verdict.ADMIT, 0),
                ruled.getOrDefault(Verdict.DEFER, 0),
                ruled.getOrDefault(Verdict.REJECT, 0),
                wall.ledger().size(),
                wall.ledger().compatHead()))
        .isEqualTo(SeedFlood.PUBLISHED);
    assertThat(wall.ledger().verify()).isEmpty();
  }

  @Test
  void theFloodIsTheSameEveryTime() {
    assertThat(flood).containsExactlyElementsOf(new SeedFlood());
  }

  @Test
  void idsCountFromZeroAndTwentyIntentsShareATick() {
    assertThat(flood).hasSize(4_000);
    assertThat(flood)
        .allSatisfy(
            arrival ->
                assertThat(Long.parseLong(arrival.intent().id()) / 20).isEqualTo(arrival.tick()));
    assertThat(flood).extracting(arrival -> arrival.intent().id()).doesNotHaveDuplicates();
  }

  @Test
  void theFloodEnds() {
    Iterator<SeedFlood.Arrival> arrivals = flood.iterator();
    for (int i = 0; i < SeedFlood.INTENTS; i++) {
      arrivals.next();
    }
    assertThat(arrivals.hasNext()).isFalse();
    assertThatThrownBy(arrivals::next).isInstanceOf(NoSuchElementException.class);
  }
}
