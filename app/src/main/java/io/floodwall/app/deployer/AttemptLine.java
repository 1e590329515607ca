package io.floodwall.app.deployer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.ledger.DecisionPayload;
import io.floodwall.app.ledger.OutcomePayload;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import java.time.Duration;

/** What became of an attempt, as a line for people or an object for programs. */
final class AttemptLine {
  /** The most characters of evidence in a line for people; {@code -o json} has all of it. */
  static final int EVIDENCE_CHARS_MAX = 100;

  private AttemptLine() {}

  /** Not yet escaped. */
  static String text(Decision decision, Outcome outcome, Duration took) {
    Intent intent = decision.intent();
    String tenant = intent.tenant().equals(Intent.DEFAULT_TENANT) ? "" : intent.tenant() + ":";
    String code = outcome.exitCode() == null ? "" : ", exit " + outcome.exitCode();
    String last = lastLine(outcome.evidence());
    return "%-8s %s%s/%s %s, attempt %d%s, %d ms%s"
        .formatted(
            outcome.result().label(),
            tenant,
            intent.agent(),
            intent.id(),
            DecisionPayload.text(intent.action()),
            outcome.attempt(),
            code,
            took.toMillis(),
            last.isEmpty() ? "" : ": " + last);
  }

  static ObjectNode json(Decision decision, Outcome outcome, Duration took) {
    ObjectNode object = OutcomePayload.json(outcome);
    object.set("action", DecisionPayload.json(decision.intent().action()));
    return object.put("took_ms", took.toMillis());
  }

  /** The last line that says anything. */
  static String lastLine(String evidence) {
    String text = evidence.strip();
    String last = text.substring(text.lastIndexOf('\n') + 1).strip();
    return last.length() <= EVIDENCE_CHARS_MAX
        ? last
        : PlainText.start(last, EVIDENCE_CHARS_MAX - 1) + "…";
  }
}
