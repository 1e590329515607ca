package io.floodwall.admission;

import static io.floodwall.admission.Refused.jailed;
import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.TokenBucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One agent is turned away, and nobody else. */
final class JailTest {
  private static final Duration TURN = Duration.ofMillis(10);

  private static Control jail(String agent, @Nullable Long untilMs) {
    return Control.jail(agent, true, "runaway", "ada@example.org", untilMs);
  }

  private static Control lift(String agent) {
    return Control.jail(agent, false, "calmed down", "ada@example.org", null);
  }

  @Nested
  class AtTheDoor {
    @Test
    void jailedAgentIsRefusedAtOnceAndNobodyElse() {
      try (var wall = new Wall()) {
        wall.order(jail("chaos", null));
        wall.offer("chaos", 2).at(T0);
        wall.offer("Chaos", 1).at(T0);
        wall.offer("chaos2", 1).at(T0);

        wall.refused()
            .containsExactly(refused("chaos#1", Reason.JAILED), refused("chaos#2", Reason.JAILED));
        wall.released().containsExactly("Chaos#1", "chaos2#1");
      }
    }

    @Test
    void refusalNamesWhoAndWhy() {
      try (var wall = new Wall()) {
        wall.order(jail("chaos", null));
        wall.offer("chaos", 1).at(T0);

        assertThat(wall.refusals())
            .singleElement()
            .satisfies(r -> assertThat(r.detail()).isEqualTo("by ada@example.org: runaway"));
      }
    }

    @Test
    void jailedAgentSpendsNoTokenAndGetsNoRow() {
      try (var wall = new Wall()) {
        wall.order(jail("chaos", null));
        wall.offer("chaos", 10).at(T0);

        wall.refused().hasSize(10);
        assertThat(wall.agent("chaos")).isEqualTo(AgentState.UNKNOWN);
      }
    }

    @Test
    void jailLapsesAtItsTimeAndTheRefusalSaysHowLongThatIs() {
      try (var wall = new Wall()) {
        wall.order(jail("chaos", T0 + 60_000));
        wall.offer("chaos", 1).now();
        wall.advance(Duration.ofMillis(59_999));
        wall.offer("chaos", 1).now();
        wall.advance(Duration.ofMillis(1));
        wall.offer("chaos", 1).now();

        wall.refused().containsExactly(jailed("chaos#1", 60_000), jailed("chaos#2", 1));
        wall.released().containsExactly("chaos#3");
      }
    }

    @Test
    void liftedJailHoldsNobody() {
      try (var wall = new Wall()) {
        wall.order(jail("chaos", null));
        wall.order(lift("chaos"));
        wall.offer("chaos", 1).at(T0);

        wall.released().containsExactly("chaos#1");
      }
    }

    @Test
    void endlessReasonIsCutInTheRefusal() {
      try (var wall = new Wall()) {
        wall.order(Control.jail("chaos", true, "x".repeat(100_000), "ops", null));
        wall.offer("chaos", 1).at(T0);

        assertThat(wall.refusals())
            .singleElement()
            .satisfies(r -> assertThat(r.detail()).hasSize(500));
      }
    }
  }

  @Nested
  class InTheRoom {
    @Test
    void jailedWhileWaitingIsRefusedWhenItsTurnComesUnderItsOwnOffsets() {
      try (var wall = new Wall()) {
        wall.closeValve();
        wall.offer("deployer", 1).at(T0);
        wall.offer("chaos", 1).at(T0);
        wall.order(jail("chaos", null));
        wall.refused().isEmpty();
        wall.openValve();
        wall.advance(TURN);

        wall.released().containsExactly("deployer#1");
        assertThat(wall.refusals())
            .singleElement()
            .satisfies(
                r -> {
                  assertThat(Refused.of(r)).isEqualTo(refused("chaos#1", Reason.JAILED));
                  assertThat(r.sourceOffset()).isEqualTo(1);
                  assertThat(r.previousOffset()).isEqualTo(0);
                  assertThat(r.refusedAtMs()).isEqualTo(T0 + 10);
                });
        assertThat(wall.depth()).isZero();
      }
    }

    @Test
    void refusalsInTheRoomUseNoReleaseBudget() {
      try (var wall =
          new Wall(AdmissionConfig.RELEASE_PER_SECOND, "1", AdmissionConfig.RELEASE_BURST, "1")) {
        wall.offer("chaos", 20).at(T0);
        wall.offer("deployer", 1).at(T0);
        wall.order(jail("chaos", null));
        wall.advance(Duration.ofSeconds(1));

        wall.refused().hasSize(20);
        wall.released().containsExactly("deployer#1");
      }
    }

    @Test
    void refusalsInTheRoomCountTowardsTheTurnsMaximum() {
      try (var wall = new Wall(AdmissionConfig.RELEASE_TURN_MAX, "7")) {
        wall.closeValve();
        wall.offer("chaos", 20).at(T0);
        wall.order(jail("chaos", null));
        wall.openValve();
        wall.advance(TURN);

        wall.refused().hasSize(7);
        assertThat(wall.depth()).isEqualTo(13);
      }
    }

    @Test
    void tokenOfAnIntentThatWasQueuedStaysSpent() {
      try (var wall = new Wall(AdmissionConfig.RATE_BURST, "5")) {
        wall.closeValve();
        wall.offer("chaos", 1).at(T0);
        wall.order(jail("chaos", null));
        wall.openValve();
        wall.advance(TURN);

        assertThat(wall.agent("chaos").bucket()).isEqualTo(new TokenBucket(4_000_000, 0, T0));
      }
    }
  }
}
