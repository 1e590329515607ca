package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.client.AgentClient;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.IdConflictException;
import io.floodwall.client.Until;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One agent that proposes too much, repeats itself and reuses an id; and what must come of it. */
final class Flooding {
  private static final int INTENTS = 2 * AgentClientContract.BURST;

  private final AgentClient client;
  private final String agent;
  private final FateListener listener;
  private final List<CompletableFuture<Fate>> fates = new ArrayList<>();
  private final List<CompletableFuture<Fate>> repeats = new ArrayList<>();
  private final List<CompletableFuture<Fate>> conflicts = new ArrayList<>();

  Flooding(AgentClient client, String agent, Map<Fate.Step, LongAdder> told) {
    this.client = client;
    this.agent = agent;
    this.listener = fate -> told.computeIfAbsent(fate.step(), s -> new LongAdder()).increment();
  }

  /** Which verdict the bundle that ships has for each intent. */
  private static Verdict expected(int i) {
    return List.of(Verdict.values()).get(i % 3);
  }

  private Intent intent(int i) {
    return switch (expected(i)) {
      case ADMIT -> destroy(i, "web", BlastRadius.CELL);
      case DEFER -> destroy(i, "db", BlastRadius.CELL);
      case REJECT -> destroy(i, "web", BlastRadius.GLOBAL);
    };
  }

  private Intent destroy(int id, String resource, BlastRadius blast) {
    return Intent.of(
        agent, Integer.toString(id), new Action.Destroy(resource), Priority.URGENT, blast);
  }

  private CompletableFuture<Fate> propose(Intent intent) {
    return client.propose(intent, Until.IN_FORCE, listener);
  }

  void propose() {
    for (int i = 0; i < INTENTS; i++) {
      fates.add(propose(intent(i)));
    }
    repeats.add(propose(intent(0)));
    repeats.add(propose(intent(0)));
    conflicts.add(propose(destroy(0, "cache", BlastRadius.REGION)));
  }

  void check(Function<CompletableFuture<Fate>, Fate> get) {
    int admittedByRate = 0;
    for (int i = 0; i < INTENTS; i++) {
      Fate fate = get.apply(fates.get(i));
      assertThat(fate.intent()).isEqualTo(intent(i));
      if (fate.isRefused()) {
        assertThat(fate.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(fate.retryAfterMs()).isPositive();
      } else {
        assertThat(fate).matches(Fate::inForce).returns(expected(i), Fate::verdict);
        assertThat(fate.decision()).isNotNull();
        assertThat(fate.decision().intent()).isEqualTo(intent(i));
        admittedByRate++;
      }
    }
    assertThat(admittedByRate).isBetween(AgentClientContract.BURST, INTENTS);
    Fate first = fates.get(0).join();
    for (var repeat : repeats) {
      assertThat(get.apply(repeat))
          .returns(first.decision(), Fate::decision)
          .returns(first.place(), Fate::duplicateOf);
    }
    for (var conflict : conflicts) {
      assertThatThrownBy(() -> get.apply(conflict)).hasCauseInstanceOf(IdConflictException.class);
    }
  }
}
