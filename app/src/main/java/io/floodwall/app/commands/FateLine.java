package io.floodwall.app.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.OutcomePayload;
import io.floodwall.client.Fate;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.outcome.Outcome;
import java.util.Locale;
import java.util.Objects;

/** The fate of one submitted intent as a line for people, and as an object for programs. */
final class FateLine {
  private FateLine() {}

  /** {@code admit}, {@code defer}, {@code reject}, {@code refused} or {@code pending}. */
  static String outcome(Fate fate) {
    if (fate.isRefused()) {
      return "refused";
    }
    Verdict verdict = fate.verdict();
    return verdict == null ? "pending" : verdict.label();
  }

  /** A line for people; where nobody was waited for, an intent without answer is just sent. */
  static String text(Fate fate, boolean waited) {
    String who = fate.intent().agent() + "/" + fate.intent().id();
    if (fate.refusal() != null) {
      var refusal = fate.refusal();
      return who
          + " refused "
          + refusal.reason()
          + ": "
          + refusal.detail()
          + "; next: "
          + refusal.reason().next();
    }
    if (fate.outcome() != null) {
      return who + " " + attempted(fate.outcome()) + unsettled(fate);
    }
    if (fate.decision() != null) {
      var ruling = fate.decision().ruling();
      String why = ruling.text() == null ? "" : ": " + ruling.text();
      String next = ruling.verdict() == Verdict.ADMIT ? "" : "; next: " + ruling.reason().next();
      return who
          + " "
          + ruling.verdict().label()
          + " "
          + ruling.reason()
          + why
          + next
          + (fate.inForce() ? unsettled(fate) : " (not in force yet)");
    }
    return who
        + (waited ? " pending: no answer in time" : " sent")
        + " at "
        + Objects.requireNonNull(fate.place(), "a sent intent has a place");
  }

  private static String attempted(Outcome outcome) {
    String code = outcome.exitCode() == null ? "" : " exit " + outcome.exitCode();
    String said = outcome.evidence().isBlank() ? "" : ": " + outcome.evidence().strip();
    return outcome.result().label()
        + " attempt "
        + outcome.attempt()
        + " by "
        + outcome.deployer()
        + code
        + said;
  }

  private static String unsettled(Fate fate) {
    return fate.isUnanswered() ? "; " + fate.lookAt() : "";
  }

  /** One object for programs. */
  static ObjectNode json(Fate fate) {
    var place = Objects.requireNonNull(fate.place(), "a sent intent has a place");
    ObjectNode out =
        Json.object()
            .put("agent", fate.intent().agent())
            .put("id", fate.intent().id())
            .put("partition", place.partition())
            .put("offset", place.offset())
            .put("outcome", outcome(fate));
    var refusal = fate.refusal();
    if (refusal != null) {
      out.put("reason", refusal.reason().name()).put("detail", refusal.detail());
      out.put("next", refusal.reason().next());
      if (refusal.retryAfterMs() != null) {
        out.put("retry_after_ms", refusal.retryAfterMs());
      }
    }
    if (fate.decision() != null) {
      decision(out, fate.decision(), fate.inForce());
    }
    if (fate.outcome() != null) {
      out.set("attempted", OutcomePayload.json(fate.outcome()));
    }
    return out;
  }

  private static void decision(ObjectNode out, Decision decision, boolean inForce) {
    out.put("reason", decision.ruling().reason().name()).put("detail", decision.ruling().text());
    out.put("decision_seq", decision.decisionSeq()).put("in_force", inForce);
    var breakdown = out.putArray("breakdown");
    for (var said : decision.ruling().breakdown()) {
      String verdict =
          said.verdict() == null ? "silent" : said.verdict().name().toLowerCase(Locale.ROOT);
      breakdown
          .addObject()
          .put("policy", said.policy())
          .put("verdict", verdict)
          .put("text", said.text());
    }
  }
}
