package io.floodwall.admission;

import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agent names that are meant to confuse: each is one agent of its own or none at all. */
final class HostileNamesTest {
  private static final String MAX_NAME = "n".repeat(200);

  private final Wall wall = new Wall(AdmissionConfig.RATE_BURST, "1");

  @AfterEach
  void close() {
    wall.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc",
        "*",
        ".",
        "/",
        "valve",
        "jail/victim",
        "a/b#c",
        "<script>alert(1)</script>",
        "'; DROP TABLE agents; --",
        "${jndi:ldap://x}",
        "%00",
        "null",
        "-1",
        "two  spaces",
        "\uD83D\uDC12",
        "\u5ba1\u67e5"
      })
  void visibleTextIsANameHoweverOddItLooks(String agent) {
    wall.offer(agent, 2).at(T0);

    wall.released().containsExactly(agent + "#1");
    assertThat(wall.refusals())
        .singleElement()
        .satisfies(r -> assertThat(r.agent()).isEqualTo(agent));
    assertThat(wall.agent(agent).bucket()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "agent-a ",
        " agent-a",
        "agent-a\u00a0",
        "agent\ta",
        "agent\na",
        "agent\u0000a",
        "\u001b[2Jagent",
        "agent\u007f",
        "\ufeffagent",
        "agent\u200ba",
        "agent\u202ea",
        "agent\u2066a",
        "agent\u2028a",
        "agent\ue000a"
      })
  void invisibleOrEdgeSpaceCharactersMakeNoName(String agent) {
    wall.offer(agent, 1).at(T0);

    assertThat(wall.refusals())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).isEqualTo(Reason.BAD_IDENTITY);
              assertThat(r.agent()).as("is not repeated").isEmpty();
              assertThat(r.detail()).startsWith("agent must be 1-200 bytes");
            });
    assertThat(wall.deadLetters()).hasSize(1);
    assertThat(wall.agent(agent.isEmpty() ? "x" : agent)).isEqualTo(AgentState.UNKNOWN);
    wall.released().isEmpty();
  }

  @Test
  void nameOf200BytesIsTheLongest() {
    wall.offer(MAX_NAME, 1).at(T0);
    wall.offer("\u00fc".repeat(100), 1).at(T0);
    wall.released().hasSize(2);

    wall.offer(MAX_NAME + "n", 1).at(T0);
    wall.offer("\u00fc".repeat(100) + "n", 1).at(T0);
    wall.offer("n".repeat(10_000), 1).at(T0);
    wall.refused().hasSize(3).allMatch(r -> r.reason() == Reason.BAD_IDENTITY);
  }

  @Test
  void namesThatOnlyLookTheSameHaveBucketsOfTheirOwn() {
    String composed = "caf\u00e9";
    String decomposed = "cafe\u0301";
    for (String agent : new String[] {"agent-a", "Agent-A", "agent-\u0430", composed, decomposed}) {
      wall.offer(agent, 1).at(T0);
    }
    wall.released().hasSize(5);
    wall.offer("agent-a", 1).at(T0);
    wall.refused().hasSize(1);
  }

  @Test
  void jailHoldsTheAgentOfExactlyThatName() {
    wall.order(Control.jail("*", true, "all of them?", "ops", null));
    wall.order(Control.jail("../agent", true, "up a folder?", "ops", null));
    wall.offer("*", 1).at(T0);
    wall.offer("agent", 1).at(T0);

    wall.refused().containsExactly(refused("*#1", Reason.JAILED));
    wall.released().containsExactly("agent#1");
  }
}
