package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ControlTest {
  @Nested
  class InForce {
    @Test
    void untilItLapses() {
      var jail = Control.jail("bot", true, "loop", "ops", 1_000L);
      assertThat(jail.isInForceAt(Long.MIN_VALUE)).isTrue();
      assertThat(jail.isInForceAt(999)).isTrue();
      assertThat(jail.isInForceAt(1_000)).isFalse();
    }

    @Test
    void forEverWithoutAnEnd() {
      assertThat(Control.valve(true, "storm", "ops", null).isInForceAt(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void neverWhenItLetsGo() {
      assertThat(Control.valve(false, "over", "ops", null).isInForceAt(0)).isFalse();
      assertThat(Control.jail("bot", false, "fixed", "ops", 1_000L).isInForceAt(0)).isFalse();
    }
  }

  @Test
  void itsKeySaysWhatItActsOn() {
    assertThat(Control.valve(true, "", "ops", null).key()).isEqualTo("valve");
    assertThat(Control.jail("team/bot", true, "", "ops", null).key()).isEqualTo("jail/team/bot");
  }

  @Test
  void aJailNamesAnAgentAndTheValveNamesNone() {
    assertThatThrownBy(() -> Control.jail("", true, "", "ops", null))
        .hasMessage("a jail names an agent and the valve names none");
    assertThatThrownBy(() -> new Control(Control.Kind.VALVE, "bot", true, "", "ops", null))
        .hasMessage("a jail names an agent and the valve names none");
  }

  @Test
  void aRefusalsDetailIsCutBetweenCharacters() {
    String detail = "x".repeat(499) + "\uD83D\uDE00";
    var refusal = new Refusal("bot", "1", Reason.JAILED, detail, null, null, 0, 9, 0, 1, -1, 0);
    assertThat(refusal.detail()).isEqualTo("x".repeat(499));
  }
}
