package io.floodwall.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FloodwallTest {
  private static final Gate GATE =
      Gate.of(List.of(BuiltIns.noGlobalDestroy(), BuiltIns.blastNeedsPriority()), true);

  @Nested
  class Order {
    private final Floodwall wall = new Floodwall(10, rate("10", "0"), GATE);

    @Test
    void theMostUrgentIsRuledOnFirstAndThenTheOldest() {
      submit("1", Priority.BULK);
      submit("2", Priority.URGENT);
      submit("3", Priority.PAGER);
      submit("4", Priority.URGENT);
      submit("5", Priority.BULK);
      assertThat(drained(wall)).extracting(Intent::id).containsExactly("3", "2", "4", "1", "5");
    }

    @Test
    void whoeverComesLateButUrgentOvertakesWhoWaits() {
      submit("1", Priority.NORMAL);
      submit("2", Priority.NORMAL);
      assertThat(wall.tick().orElseThrow().intent().id()).isEqualTo("1");
      submit("3", Priority.PAGER);
      assertThat(drained(wall)).extracting(Intent::id).containsExactly("3", "2");
    }

    private void submit(String id, Priority priority) {
      wall.submit(Sample.intent("deployer", id, Sample.HARMLESS, priority, BlastRadius.CELL), 0);
    }
  }

  @Nested
  class TheRecord {
    @Test
    void holdsEveryVerdictAndVerifies() {
      var wall = new Floodwall(10, rate("10", "0"), GATE);
      wall.submit(Sample.intent("deployer", "1"), 0);
      wall.submit(
          Sample.intent("deployer", "2", Sample.HARMLESS, Priority.BULK, BlastRadius.REGION), 0);
      assertThat(wall.tick().orElseThrow().ruling().verdict()).isEqualTo(Verdict.ADMIT);
      assertThat(wall.tick().orElseThrow().row().verdict()).isEqualTo(Verdict.REJECT);
      assertThat(wall.tick()).isEmpty();
      assertThat(wall.ledger().size()).isEqualTo(2);
      assertThat(wall.ledger().verify()).isEmpty();
    }

    @Test
    void holdsTheSameIntentAsOftenAsItIsSubmitted() {
      var wall = new Floodwall(10, rate("10", "0"), GATE);
      wall.submit(Sample.intent("deployer", "1"), 0);
      wall.submit(Sample.intent("deployer", "1"), 0);
      assertThat(drained(wall)).hasSize(2);
    }
  }

  @Nested
  class Tokens {
    @Test
    void aFullRoomCostsNoToken() {
      var wall = new Floodwall(1, rate("2", "0"), GATE);
      assertThat(refusedFor(wall.submit(Sample.intent("a", "1"), 0))).isNull();
      assertThat(refusedFor(wall.submit(Sample.intent("a", "2"), 0)))
          .isEqualTo(Reason.BACKPRESSURE);
      assertThat(wall.tokensMicros("a", 0)).isEqualTo(1_000_000);
      assertThat(wall.tokensMicros("never-seen", 0)).isEqualTo(2_000_000);
    }
  }

  @Nested
  class Fairness {
    @Test
    void aRunawayAgentTakesNoTokenFromTheOthers() {
      assertThat(answersToTheOthers(1_000)).isEqualTo(answersToTheOthers(0));
      assertThat(answersToTheOthers(1_000)).contains("queued").doesNotContain("BACKPRESSURE");
    }

    @Test
    void aRunawayAgentFillsNoMoreOfTheRoomThanItsBurstAndRefill() {
      var wall = new Floodwall(10_000, rate("8", "2"), GATE);
      for (int tick = 0; tick < 100; tick++) {
        for (int i = 0; i < 50; i++) {
          wall.submit(Sample.intent("runaway", Integer.toString(i)), tick);
        }
      }
      assertThat(wall.pending()).isEqualTo(8 + 99 * 2);
    }

    private List<String> answersToTheOthers(int runawayPerTick) {
      var wall = new Floodwall(1_000_000, rate("4", "1.5"), GATE);
      List<String> answers = new ArrayList<>();
      for (int tick = 0; tick < 50; tick++) {
        for (int i = 0; i < runawayPerTick; i++) {
          wall.submit(Sample.intent("runaway", Integer.toString(i)), tick);
        }
        for (String agent : List.of("deployer", "deployer", "autoscaler")) {
          Reason refused = refusedFor(wall.submit(Sample.intent(agent, "1"), tick));
          answers.add(refused == null ? "queued" : refused.name());
        }
      }
      return answers;
    }
  }

  private static Reason refusedFor(Answer answer) {
    return answer instanceof Answer.Refuse refuse ? refuse.reason() : null;
  }

  private static List<Intent> drained(Floodwall wall) {
    List<Intent> ruled = new ArrayList<>();
    for (var next = wall.tick(); next.isPresent(); next = wall.tick()) {
      ruled.add(next.get().intent());
    }
    return ruled;
  }

  private static RateLimit rate(String burst, String refill) {
    return RateLimit.perTick(new BigDecimal(burst), new BigDecimal(refill));
  }
}
