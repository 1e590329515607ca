package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.demo.SeedFlood;
import io.floodwall.core.Floodwall;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreLoopTest {
  private static final RateLimit WIDE =
      RateLimit.perPeriod(1_000_000_000, 1_000_000_000, 1_000, 5_000);

  @Test
  void aWaveIsRuledOnAsTheWallInMemoryRules() {
    Intent[] intents = firstWave();
    var verdicts = new ArrayList<String>();
    var loop =
        new CoreLoop(
            new CoreLoop.Link() {
              @Override
              public void append(long id, Intent intent, Verdict verdict) {
                verdicts.add(intent.id() + verdict);
              }

              @Override
              public long head() {
                return 0;
              }
            });

    loop.wave(intents, 0);

    assertThat(verdicts).isEqualTo(ruledInMemory(intents));
  }

  @Test
  void theTwoChainsFoldEveryVerdictIn() {
    for (CoreLoop.Link link : List.of(CoreLoop.fnv(), CoreLoop.sha256())) {
      long before = link.head();
      new CoreLoop(link).wave(firstWave(), 0);
      assertThat(link.head()).isNotEqualTo(before);
    }
  }

  private static List<String> ruledInMemory(Intent[] intents) {
    var wall = new Floodwall(CoreLoop.WAVE, WIDE, Gate.of(SeedFlood.policies(), true));
    for (int i = 0; i < intents.length; i++) {
      wall.submit(intents[i], i);
    }
    var verdicts = new ArrayList<String>();
    for (var ruled = wall.tick(); ruled.isPresent(); ruled = wall.tick()) {
      verdicts.add(ruled.get().intent().id() + ruled.get().ruling().verdict());
    }
    return verdicts;
  }

  private static Intent[] firstWave() {
    var intents = new Intent[CoreLoop.WAVE];
    int next = 0;
    for (SeedFlood.Arrival arrival : new SeedFlood()) {
      if (next < intents.length) {
        intents[next++] = arrival.intent();
      }
    }
    return intents;
  }
}
