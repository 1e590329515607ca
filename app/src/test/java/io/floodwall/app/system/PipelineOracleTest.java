package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Floodwall;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The three topologies, one behind the other, against the in-memory wall: on any flood they refuse
 * the same intents, release in the same order, give the same verdicts with the same breakdown, and
 * end on the same compatibility digest.
 */
class PipelineOracleTest {
  private static final int SEEDS = 25;

  static List<Long> seeds() {
    long first = Long.getLong("floodwall.seed", System.nanoTime());
    var seeds = new ArrayList<Long>();
    for (int i = 0; i < SEEDS; i++) {
      seeds.add(first + i);
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0} (repeat with -Dfloodwall.seed={0})")
  @MethodSource("seeds")
  void theTopologiesDoWhatTheInMemoryWallDoes(long seed) {
    var random = new Random(seed);
    int capacity = random.nextInt(60);
    int burst = random.nextInt(12);
    int refill = random.nextInt(4);
    var memory =
        new Floodwall(
            capacity,
            RateLimit.perPeriod(burst, refill, 1_000, 5_000),
            Gate.of(
                List.of(
                    BuiltIns.noGlobalDestroy(),
                    BuiltIns.blastNeedsPriority(),
                    BuiltIns.resourceAllowlist(List.of("web", "api", "cache"))),
                true));
    try (var streams = new PipelineDriver(capacity, burst, refill)) {
      int id = 0;
      long now = 1_700_000_000_000L;
      for (int wave = 0; wave < 4; wave++) {
        streams.closeValve();
        for (int i = random.nextInt(150); i > 0; i--) {
          now += random.nextInt(700);
          Intent intent = intent(random, id++);
          streams.offer(intent, now);
          Answer answer = memory.submit(intent, now);
          assertThat(streams.lastRefusal(intent.id()))
              .isEqualTo(answer instanceof Answer.Refuse refused ? refused.reason() : null);
          assertThat(streams.roomDepth()).isEqualTo(memory.pending()).isLessThanOrEqualTo(capacity);
          assertThat(memory.tokensMicros(intent.agent(), now))
              .isBetween(0L, burst * RateLimit.MICROS);
        }
        streams.openValve();
        for (var ruled = memory.tick(); ruled.isPresent(); ruled = memory.tick()) {
          var decision = streams.nextDecision();
          assertThat(decision.intent()).isEqualTo(ruled.get().intent());
          assertThat(decision.ruling()).isEqualTo(ruled.get().ruling());
        }
        assertThat(streams.decisionsLeft()).isZero();
        assertThat(streams.ledgerFindings()).isEmpty();
      }
      assertThat(streams.outcomesPerIntent())
          .hasSize(id)
          .allSatisfy((intent, outcomes) -> assertThat(outcomes).isOne());
      assertThat(streams.compatHead()).isEqualTo(memory.ledger().compatHead());
    }
  }

  private static Intent intent(Random random, int id) {
    String resource = List.of("web", "api", "cache", "billing", "ledger-db").get(random.nextInt(5));
    Action action =
        switch (random.nextInt(4)) {
          case 0 -> new Action.Apply(resource, "m" + id);
          case 1 -> new Action.Scale(resource, random.nextInt(3));
          case 2 ->
              new Action.Invoke(resource, "restart", List.of(new Action.Parameter("force", "yes")));
          default -> new Action.Destroy(resource);
        };
    return Intent.of(
        "agent-" + random.nextInt(5),
        Integer.toString(id),
        action,
        List.of(Priority.values()).get(random.nextInt(4)),
        List.of(BlastRadius.values()).get(random.nextInt(4)));
  }
}
