package io.floodwall.app.look;

import io.floodwall.app.ledger.DataOut;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fixed rows, and what is printed of them. */
final class Rows {
  static final long NOW_MS = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  /** Clear screen, a link, the clipboard, bidi, a NUL, a C1 control, and lines that scroll away. */
  static final String HOSTILE =
      "x\u001b[2J\u001b]8;;http://evil.example\u0007click\u001b]52;c;cm0=\u0007\u202Eniam\u0000\u009b31m"
          + "\n".repeat(200)
          + "\u2028deployer/1 admit "
          + "y".repeat(5_000);

  private Rows() {}

  static String printed(List<Column> columns, List<Row> rows, LookFormat format) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    new RowPrinter(columns, format, new DataOut(writer)).print(rows);
    writer.flush();
    return text.toString();
  }

  static IntentView arrived(String agent, String id, long offset, String resource) {
    var intent =
        Intent.of(agent, id, new Action.Scale(resource, 3), Priority.NORMAL, BlastRadius.CELL);
    return IntentView.of(new Arrival(2, offset, agent, NOW_MS - 1_000 * offset, intent));
  }

  static IntentView refused(String agent, String id, long offset, String detail) {
    var refusal =
        new Refusal(
            agent, id, Reason.RATE_LIMITED, detail, 1_500L, null, 4, 512, 2, offset, -1, NOW_MS);
    return IntentView.of(refusal).after(arrived(agent, id, offset, "web"));
  }

  static IntentView waiting(String agent, String id, long offset) {
    return IntentView.of(new Waiting("default", agent, id, Priority.NORMAL, 3, 2, offset, NOW_MS))
        .after(arrived(agent, id, offset, "api"));
  }

  static IntentView decided(State state, String agent, String id, long offset, String text) {
    IntentView asked = arrived(agent, id, offset, "web");
    return new IntentView(
        2,
        offset,
        agent,
        id,
        asked.asked(),
        asked.appendMs(),
        state,
        state == State.ADMITTED ? "ADMITTED" : "POLICY",
        text,
        null,
        offset - 1,
        offset % 2 == 1);
  }

  static Orders.Order jail(String agent, String reason, String who, Long untilMs, int applied) {
    return new Orders.Order(Control.jail(agent, true, reason, who, untilMs), applied, 4);
  }

  static Outcome outcome(
      Outcome.Result result, int attempt, @Nullable Integer exit, String evidence) {
    return new Outcome(
        "default",
        "deployer",
        "7",
        Hash.sha256(new byte[] {1}),
        2,
        17,
        12,
        attempt,
        result,
        "ada-laptop",
        exit,
        evidence,
        NOW_MS - 1_000L * attempt);
  }

  static List<Row> of(IntentRows kind, IntentView... views) {
    return List.of(views).stream().map(view -> kind.row(view, NOW_MS)).toList();
  }
}
