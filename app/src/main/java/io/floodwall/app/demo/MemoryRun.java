package io.floodwall.app.demo;

import io.floodwall.core.Floodwall;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Verdict;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** The flood through the in-memory wall: what the Kafka wall is compared with. */
final class MemoryRun {
  private MemoryRun() {}

  static WallResult run() {
    long start = System.nanoTime();
    var rate =
        RateLimit.perTick(
            BigDecimal.valueOf(SeedFlood.BURST), BigDecimal.valueOf(SeedFlood.REFILL_PER_TICK));
    var wall = new Floodwall(SeedFlood.CAPACITY, rate, Gate.of(SeedFlood.policies(), true));
    int rateLimited = 0;
    int backpressure = 0;
    for (SeedFlood.Arrival arrival : new SeedFlood()) {
      if (wall.submit(arrival.intent(), arrival.tick()) instanceof Answer.Refuse refused) {
        switch (refused.reason()) {
          case RATE_LIMITED -> rateLimited++;
          case BACKPRESSURE -> backpressure++;
          default ->
              throw new IllegalStateException(
                  "the seed's wall refuses for two reasons only: " + refused);
        }
      }
    }
    int queued = wall.pending();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (var ruled = wall.tick(); ruled.isPresent(); ruled = wall.tick()) {
      verdicts.merge(ruled.get().ruling().verdict(), 1, Integer::sum);
    }
    boolean valid = wall.ledger().verify().isEmpty();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new WallResult(
        new SeedFlood.Figures(
            rateLimited,
            backpressure,
            queued,
            verdicts.getOrDefault(Verdict.ADMIT, 0),
            verdicts.getOrDefault(Verdict.DEFER, 0),
            verdicts.getOrDefault(Verdict.REJECT, 0),
            wall.ledger().size(),
            wall.ledger().compatHead()),
        wall.ledger().head().digest().hex(),
        valid,
        seconds,
        null);
  }
}
