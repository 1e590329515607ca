package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.cli.OutputFormat;
import io.floodwall.core.admission.Control;
import io.floodwall.core.audit.Discrepancies;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.Rebuilt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Whatever agents, operators or tamperers wrote, printing it moves no cursor, hides nothing and
 * stays on its line.
 */
class HostileTextTest {
  private final StringWriter printed = new StringWriter();
  private final DataOut out = new DataOut(new PrintWriter(printed, true));

  private void assertHarmless(long lines) {
    assertThat(Hostile.isDangerous(printed.toString())).as(printed.toString()).isFalse();
    assertThat(printed.toString()).hasLineCount((int) lines);
  }

  @Test
  void theTextItselfIsDangerous() {
    assertThat(Hostile.isDangerous(Hostile.TEXT)).isTrue();
  }

  @Test
  void inEveryFieldOfAnEntry() {
    var record = new ConsumerRecord<>("ledger", 0, 0L, new byte[0], new byte[0]);
    var entry = Draft.of("test", 0, 1).entry(0);
    List<Payload> payloads = Hostile.payloads();

    for (Payload payload : payloads) {
      new EntryPrinter(OutputFormat.text, out).print(record, entry, payload);
      new EntryPrinter(OutputFormat.json, out).print(record, entry, payload);
    }

    assertHarmless(2L * payloads.size());
    assertThat(printed.toString()).contains("\\u{1b}[2J", "\\u001B[2J", "\\u202E", "\\u{202e}");
  }

  @Test
  void inEveryFieldOfARebuiltWall() {
    var state = new LedgerState(Map.of(0, Chain.genesis("test/0")));
    long seq = 0;
    for (Payload payload : Hostile.payloads()) {
      payload.foldInto(state, new LedgerState.Recorded(0, seq, Chain.genesis("x").digest()));
      seq++;
    }
    state.cut(0, 10);
    state.retained(new Rebuilt.Waiting(0, 8, Hostile.TEXT, null, null));
    state.retained(new Rebuilt.Waiting(0, 9, Hostile.TEXT, Hostile.TEXT, Priority.BULK));
    Rebuilt wall = state.rebuilt();

    new ReplayText(out).print("ledger '" + Hostile.TEXT + "'", wall);
    long lines = printed.toString().lines().count();
    new ReplayJson(out).print(wall, List.of(chain()));

    assertThat(wall.holds()).hasSize(1);
    assertThat(wall.decided().get(0).verdict()).isEqualTo(Verdict.DEFER);
    assertThat(wall.controls().get(0).control().kind()).isEqualTo(Control.Kind.JAIL);
    assertHarmless(lines + 11);
  }

  @Test
  void inEveryFieldOfAnAudit() {
    var found = new Discrepancies();
    found.stray(0, Hostile.TEXT, Hostile.TEXT);
    var audited =
        new WallAudited(
            List.of(), 0, found, new TreeMap<>(Map.of(Hostile.TEXT, 1L)), List.of(chain()));

    AuditPrinter.text(Hostile.TEXT, audited, out);
    long lines = printed.toString().lines().count();
    out.json(AuditPrinter.json(audited));

    assertHarmless(lines + 1);
    assertThat(lines).isEqualTo(6);
  }

  @Test
  void inEveryFieldOfAFinding() {
    VerifyCommand.text(chain(), out);
    out.json(VerifyCommand.json(chain().findings().get(0)));

    assertHarmless(3);
  }

  private static LedgerCheck.Checked chain() {
    var finding = new Finding(Finding.Check.KEY, 0, 3, Hostile.TEXT, Hostile.TEXT);
    return new LedgerCheck.Checked(0, 1, null, List.of(finding), 1);
  }
}
