package io.floodwall.app.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.cli.OutputFormat;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rounds of the live table on a clock that is held, character by character. */
class ScreenTest {
  private static Agent agent(String name, long admitted, long refused, long waiting) {
    return new Agent(
        name,
        1,
        1_500_000L,
        admitted + refused + waiting,
        admitted,
        0,
        0,
        refused,
        waiting,
        5,
        null);
  }

  private static Rates round(int top, Agent... now) {
    var sum = new Agent("", -1, null, 90, 40, 0, 0, 30, 20, -1, null);
    Map<String, Agent> before =
        Rates.byName(List.of(agent("deployer", 10, 0, 0), agent("chaos-monkey", 0, 10, 0)));
    return Rates.between(before, List.of(now), sum, 2_000, top, Rows.NOW_MS, "closed", 3);
  }

  private static Rates round() {
    return round(
        2, agent("chaos-monkey", 0, 31, 0), agent("deployer", 15, 0, 2), agent("idle", 0, 0, 0));
  }

  private static String shown(OutputFormat format, boolean redraws, Rates... rounds) {
    var text = new StringWriter();
    var screen = new Screen(new PrintWriter(text), format, redraws);
    for (Rates round : rounds) {
      assertThat(screen.show(round)).isTrue();
    }
    return text.toString();
  }

  @Test
  void aRoundIsATableOfTheBusiestBelowTheTotals() {
    assertThat(shown(OutputFormat.text, false, round()))
        .isEqualTo(
            """
            2026-05-01T12:00:00Z  valve closed  ledger lag 3  agents 3, the busiest 2
            AGENT         TOKENS  WAITING  PENDING  ADMITTED/s  REFUSED/s  ADMITTED  REFUSED
            (all)         -       20       0        2.5         10.5       40        30
            chaos-monkey  1.5     0        0        0.0         10.5       0         31
            deployer      1.5     2        0        2.5         0.0        15        0
            """);
  }

  @Test
  void asJsonARoundIsOneObjectOnALine() {
    assertThat(shown(OutputFormat.json, true, round()))
        .isEqualTo(
            """
            {"at":"2026-05-01T12:00:00Z","valve":"closed","ledger_lag":3,"agents":3,"all":{"waiting":20,"pending":0,"admitted_per_s":2.5,"refused_per_s":10.5,"admitted":40,"refused":30},"busiest":[{"agent":"chaos-monkey","tokens_micros":1500000,"waiting":0,"pending":0,"admitted_per_s":0.0,"refused_per_s":10.5,"admitted":0,"refused":31},{"agent":"deployer","tokens_micros":1500000,"waiting":2,"pending":0,"admitted_per_s":2.5,"refused_per_s":0.0,"admitted":15,"refused":0}]}
            """);
  }

  @Test
  void onATerminalRoundsAreDrawnOverOneAnotherElsewhereBelow() {
    assertThat(shown(OutputFormat.text, true, round(), round()))
        .startsWith("\u001b[2J\u001b[H2026")
        .contains("\n\u001b[H\u001b[J2026");
    assertThat(shown(OutputFormat.text, false, round(), round()))
        .doesNotContain("\u001b")
        .contains("\n\n2026");
  }

  @Test
  void hostileTextMovesNoCursorAndAddsNoLine() {
    Rates hostile = round(5, agent(Rows.HOSTILE, 1, 1, 1));
    assertThat(shown(OutputFormat.text, false, hostile)).hasLineCount(4);
    assertThat(shown(OutputFormat.json, false, hostile)).hasLineCount(1);
    for (OutputFormat format : OutputFormat.values()) {
      shown(format, false, hostile)
          .lines()
          .forEach(line -> assertThat(line).isEqualTo(PlainText.escaped(line)));
    }
  }

  @Test
  void aTerminalThatCannotRedrawOrIsAskedForPlainTextIsNotRedrawn() {
    assertThat(Screen.canRedraw(Map.of())).isFalse();
    assertThat(Screen.canRedraw(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
    assertThat(Screen.canRedraw(Map.of("TERM", "dumb"))).isFalse();
  }
}
