package io.floodwall.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Policy;
import io.floodwall.core.intent.Intent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds after every single event of any flood. */
class FloodwallPropertyTest {
  private static final int EVENTS = 100;

  @Property(tries = 100)
  void theInvariantsHoldAfterEveryEvent(@ForAll long seed) {
    var flood = new Flood(seed);
    long capacity = flood.random.nextInt(12);
    var rate =
        RateLimit.perTick(
            BigDecimal.valueOf(flood.random.nextInt(6_000), 3),
            BigDecimal.valueOf(flood.random.nextInt(3_000), 3));
    var watched = new Watched(capacity, rate);
    long now = 0;
    for (int event = 0; event < EVENTS; event++) {
      now += flood.random.nextInt(-1, 3);
      if (flood.random.nextInt(3) > 0) {
        watched.submit(flood.next(), now);
      } else {
        watched.tick();
      }
      watched.check(flood.drawn(), now);
    }
    watched.drain();
    watched.check(flood.drawn(), now);
  }

  /** Two walls that see the same flood answer alike to the last bit. */
  @Property(tries = 20)
  void theSameFloodGivesTheSameHeads(@ForAll long seed) {
    assertThat(headAfter(seed)).isEqualTo(headAfter(seed));
  }

  private static Hash headAfter(long seed) {
    var flood = new Flood(seed);
    var wall =
        new Floodwall(
            20,
            RateLimit.perTick(BigDecimal.valueOf(3), BigDecimal.valueOf(5, 1)),
            Gate.of(List.of(BuiltIns.blastNeedsPriority()), true));
    for (int i = 0; i < 200; i++) {
      wall.submit(flood.next(), i / 5);
      if (i % 3 == 0) {
        wall.tick();
      }
    }
    return wall.ledger().head().digest();
  }

  /** A wall, and beside it a plain list of what it should do. */
  private static final class Watched {
    private final long capacity;
    private final RateLimit rate;
    private final Floodwall wall;
    private final List<Intent> waiting = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> ruled = new HashSet<>();

    Watched(long capacity, RateLimit rate) {
      this.capacity = capacity;
      this.rate = rate;
      List<Policy> policies =
          List.of(
              BuiltIns.noGlobalDestroy(),
              BuiltIns.blastNeedsPriority(),
              BuiltIns.resourceAllowlist(List.of("web", "api")));
      wall = new Floodwall(capacity, rate, Gate.of(policies, true));
    }

    void submit(Intent intent, long now) {
      if (wall.submit(intent, now) instanceof Answer.Refuse) {
        refused.add(intent.id());
      } else {
        waiting.add(intent);
      }
    }

    void tick() {
      var next = wall.tick();
      assertThat(next.isPresent()).isEqualTo(!waiting.isEmpty());
      if (next.isEmpty()) {
        return;
      }
      Intent first = waiting.get(0);
      for (Intent intent : waiting) {
        first = intent.priority().rank() > first.priority().rank() ? intent : first;
      }
      assertThat(next.get().intent()).isSameAs(first);
      waiting.remove(first);
      assertThat(ruled.add(first.id())).isTrue();
    }

    void drain() {
      while (wall.pending() > 0) {
        tick();
      }
    }

    void check(int offered, long now) {
      assertThat(wall.pending()).isEqualTo(waiting.size()).isLessThanOrEqualTo((int) capacity);
      for (String agent : Flood.AGENTS) {
        assertThat(wall.tokensMicros(agent, now)).isBetween(0L, rate.burstMicros());
      }
      assertThat(wall.ledger().size()).isEqualTo(ruled.size());
      assertThat(wall.ledger().verify()).isEmpty();
      assertThat(refused.size() + ruled.size() + waiting.size()).isEqualTo(offered);
      assertThat(Collections.disjoint(ruled, refused)).isTrue();
    }
  }
}
