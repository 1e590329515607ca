package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.outcome.Outcome;
import java.util.List;

/** Text that would take over a terminal or mislead its reader, in every field that has text. */
public final class Hostile {
  /**
   * Clear screen, a link to elsewhere, a right-to-left override, a hidden character, new lines, a
   * C1 control.
   */
  public static final String TEXT =
      "x\u001b[2J\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007"
          + " \u202Eniam\u202C\u200B\n\r\n"
          + "\u009b31m<script>\u2028";

  private Hostile() {}

  /** Whether a character of {@code printed} other than the ends of its lines is not plain. */
  public static boolean isDangerous(String printed) {
    return printed
        .codePoints()
        .filter(c -> c != '\n')
        .anyMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
  }

  static Decision decision() {
    Action action = new Action.Invoke(TEXT, TEXT, List.of(new Action.Parameter(TEXT, TEXT)));
    return decision(action);
  }

  static Decision decision(Action action) {
    var intent =
        new Intent(
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            action,
            Priority.PAGER,
            BlastRadius.GLOBAL,
            TEXT,
            TEXT,
            TEXT,
            0L,
            TEXT);
    var facts =
        new AdmissionFacts(
            0, 0, -1, 0, TokenBucket.empty(0), 0, 0, 0, new AdmissionFacts.ControlRef(TEXT, 0));
    var ruling =
        new Ruling(
            Verdict.DEFER,
            Reason.POLICY,
            TEXT,
            List.of(new Ruling.Said(TEXT, Verdict.DEFER, TEXT)),
            Priority.PAGER,
            BlastRadius.GLOBAL);
    return new Decision(
        intent, facts, ruling, TEXT, new Decision.BundleRef(1, Hash.sha256(new byte[0])), 0, 0);
  }

  static Outcome outcome() {
    return new Outcome(
        "t",
        "a",
        "i",
        Hash.sha256(new byte[0]),
        0,
        0,
        0,
        1,
        Outcome.Result.UNKNOWN,
        "d",
        null,
        TEXT,
        0);
  }

  static List<Payload> payloads() {
    var bundle =
        new PolicyBundle(
            TEXT,
            1,
            true,
            List.of(new PolicyBundle.AgentRule(TEXT, null, null)),
            List.of(TEXT),
            List.of(
                new PolicyBundle.PolicySpec(
                    TEXT, List.of(new PolicyBundle.Parameter(TEXT, List.of(TEXT))))));
    return List.of(
        new DecisionPayload(decision()),
        new DecisionPayload(decision(new Action.Apply(TEXT, TEXT))),
        new DecisionPayload(decision(new Action.Scale(TEXT, 1))),
        new DecisionPayload(decision(new Action.Destroy(TEXT))),
        new OutcomePayload(outcome()),
        new Payload.Bundle(bundle),
        new Payload.Order(Control.jail(TEXT, true, TEXT, TEXT, 0L)),
        new Payload.Opaque(
            EntryKind.VERDICT, Reason.MALFORMED, TEXT, Bytes.copyOf(TEXT.getBytes(UTF_8))));
  }
}
