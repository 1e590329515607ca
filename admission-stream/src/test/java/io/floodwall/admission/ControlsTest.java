package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.AdmissionFacts.ControlRef;
import io.floodwall.core.admission.Control;
import io.floodwall.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are not understood: dead letters, and what was in force stays in force. */
final class ControlsTest {
  private static final Control CLOSED = Control.valve(true, "incident", "ops", null);
  private static final Control OPEN = Control.valve(false, "over", "ops", null);

  private final Wall wall = new Wall();

  @AfterEach
  void close() {
    wall.close();
  }

  private void isBad(String detail) {
    assertThat(wall.deadLetters())
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.stage()).isEqualTo("admission");
              assertThat(dead.reason()).isEqualTo("BAD_CONTROL");
              assertThat(dead.detail()).contains(detail);
            });
    wall.refused().isEmpty();
  }

  private @Nullable ControlRef inForce() {
    wall.offer("probe", 1).at(T0);
    return wall.candidates().get(0).facts().control();
  }

  @Test
  void tombstoneLiftsNothing() {
    wall.order(CLOSED);
    wall.control(Control.VALVE_KEY, null);

    isBad("EMPTY_RECORD");
    wall.offer("a", 1).at(T0);
    wall.released().isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Valve", "valve ", "jail/", "jail/a"})
  void orderUnderAnotherKeyDoesNothing(@Nullable String key) {
    wall.order(CLOSED);
    wall.control(key, CODECS.control().encode(OPEN));

    isBad("the key is not valve");
    wall.offer("a", 1).at(T0);
    wall.released().isEmpty();
  }

  @Test
  void jailUnderAnotherAgentsKeyJailsNeither() {
    wall.control("jail/b", CODECS.control().encode(Control.jail("a", true, "why", "ops", null)));

    isBad("the key is not jail/a");
    wall.offer("a", 1).at(T0);
    wall.offer("b", 1).at(T0);
    wall.released().containsExactly("a#1", "b#1");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a\u202e", "\u001b[2J"})
  void jailForWhatCannotBeAnAgentIsNotKept(String agent) {
    wall.order(Control.jail(agent, true, "why", "ops", null));

    isBad("the jailed agent must be 1-200 bytes");
    assertThat(inForce()).isNull();
  }

  @Test
  void jailForAnEndlessNameNeitherGrowsTheFactsNorTheDeadLetter() {
    wall.order(Control.jail("a".repeat(200_000), true, "why", "ops", null));

    isBad("the jailed agent must be 1-200 bytes");
    assertThat(inForce()).isNull();
  }

  @Test
  void controlThatFitsNoLedgerEntryIsNotApplied() {
    int overhead = CODECS.control().encode(Control.valve(true, "", "ops", null)).length + 2;
    int room = Topics.LEDGERED_BYTES_MAX + Door.FRAMING_BYTES - overhead;
    wall.order(Control.valve(true, "x".repeat(room + 1), "ops", null));
    isBad((Topics.LEDGERED_BYTES_MAX + 1) + " bytes of " + Topics.LEDGERED_BYTES_MAX);
    wall.offer("a", 1).at(T0);
    wall.released().containsExactly("a#1");

    wall.order(Control.valve(true, "x".repeat(room), "ops", null));
    assertThat(wall.deadLetters()).isEmpty();
    wall.offer("a", 1).at(T0);
    wall.released().isEmpty();
  }

  @Test
  void badOrderIsNotTheControlInForce() {
    wall.order(OPEN);
    wall.control("nonsense", CODECS.control().encode(OPEN));

    assertThat(inForce()).isEqualTo(new ControlRef("valve", 0));
  }
}
