package io.floodwall.app.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.look.LookFormat;
import io.floodwall.app.look.RowPrinter;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of unknown outcomes, and how one of them is named. */
class UnknownsTest {
  private static final Outcome ONE = unknown("deployer", "7", "its deployer ended");
  private static final Outcome SLASH = unknown("a/b", "c", "");
  private static final Outcome SAME = unknown("a", "b/c", "");

  private static Outcome unknown(String agent, String id, String evidence) {
    return HeldDelivery.of(agent, id, new Action.Destroy("web"))
        .outcome(Result.UNKNOWN, null, evidence);
  }

  private static String printed(LookFormat format, Outcome... unknown) {
    var out = new StringWriter();
    new RowPrinter(Unknowns.COLUMNS, format, new DataOut(new PrintWriter(out)))
        .print(Unknowns.rows(List.of(unknown)));
    return out.toString();
  }

  @Test
  void aTableForPeople() {
    assertThat(printed(LookFormat.table, ONE).lines())
        .containsExactly(
            "INTENT      DECISION      ATTEMPT  DEPLOYER  SINCE                 EVIDENCE",
            "deployer/7  "
                + ONE.decision().hex().substring(0, 12)
                + "  1        d1        2026-01-01T00:00:00Z  its deployer ended");
    assertThat(printed(LookFormat.table)).hasLineCount(1);
  }

  @Test
  void anObjectForPrograms() {
    assertThat(printed(LookFormat.json, ONE))
        .startsWith("{\"tenant\":\"default\",\"agent\":\"deployer\",\"id\":\"7\",\"decision\":\"")
        .contains("\"result\":\"unknown\",\"deployer\":\"d1\",\"exit_code\":null,")
        .hasLineCount(1);
    assertThat(printed(LookFormat.json)).isEmpty();
  }

  @Test
  void hostileEvidenceStaysInItsCell() {
    Outcome hostile = unknown("deployer", "7", "first\n\u001b[2J\u202eend");
    assertThat(printed(LookFormat.table, hostile))
        .hasLineCount(2)
        .contains("\\u{1b}[2J\\u{202e}end")
        .doesNotContain("\u001b", "\u202e", "first");
    assertThat(printed(LookFormat.json, hostile)).hasLineCount(1).doesNotContain("\u001b");
  }

  @Test
  void isFoundByItsNameOrTheStartOfItsDecision() {
    List<Outcome> all = List.of(ONE, SLASH);
    assertThat(Unknowns.find(all, "deployer/7")).isSameAs(ONE);
    assertThat(Unknowns.find(all, "a/b/c")).isSameAs(SLASH);
    assertThat(Unknowns.find(all, SLASH.decision().hex().substring(0, 12))).isSameAs(SLASH);
    assertThatThrownBy(() -> Unknowns.find(all, "deployer/8"))
        .hasMessageContaining("no unknown outcome of 'deployer/8'")
        .hasMessageContaining("floodwall deploy --unknown");
    assertThatThrownBy(() -> Unknowns.find(all, ONE.decision().hex().substring(0, 11)))
        .hasMessageContaining("no unknown outcome");
  }

  @Test
  void aNameThatMayMeanTwoAsksForTheDecision() {
    assertThatThrownBy(() -> Unknowns.find(List.of(SLASH, SAME), "a/b/c"))
        .hasMessageContaining("more than one")
        .hasMessageContaining(SLASH.decision().hex().substring(0, 12))
        .hasMessageContaining(SAME.decision().hex().substring(0, 12));
  }
}
