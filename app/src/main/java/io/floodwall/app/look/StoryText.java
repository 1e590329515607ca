package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.DecisionPayload;
import io.floodwall.app.ledger.OutcomePayload;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.signing.IntentSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A story, for people and for programs. */
final class StoryText {
  private final Story story;
  private final List<String> lines = new ArrayList<>();

  private StoryText(Story story) {
    this.story = story;
  }

  /** Lines for people; not yet escaped. */
  static List<String> lines(Story story) {
    var text = new StoryText(story);
    text.write();
    return List.copyOf(text.lines);
  }

  private void write() {
    lines.add(story.agent() + "/" + story.id() + ": " + headline());
    Intent intent = story.intent();
    if (intent != null) {
      say(
          "asked",
          DecisionPayload.text(intent.action())
              + ", priority "
              + small(intent.priority())
              + ", blast "
              + small(intent.blast())
              + ", tenant "
              + intent.tenant());
    }
    String when = story.arrival() == null ? "" : time(story.arrival().appendMs()) + ", ";
    say("written", when + "partition " + story.partition() + " offset " + story.offset());
    Refusal refusal = story.refusal();
    if (refusal != null) {
      say("refused", time(refusal.refusedAtMs()) + ", " + refusal.detail());
      say("room", refusal.depth() + " of " + refusal.capacity() + " waited");
    }
    if (story.waiting() != null && story.decision() == null) {
      say("room", story.waiting().depth() + " waited before it");
    }
    Decision decision = story.decision();
    if (decision != null) {
      facts(decision.facts());
      ruling(decision);
    }
    if (story.entry() >= 0) {
      say(
          "ledger",
          "entry "
              + story.partition()
              + "/"
              + story.entry()
              + (story.inForce() ? ", in force" : ""));
    } else if (story.decision() != null || refusal != null) {
      say("ledger", "no entry yet");
    }
    attempts(story.attempts());
    Refusal resent = story.resent();
    if (resent != null) {
      say(
          "sent again",
          "at offset "
              + resent.sourceOffset()
              + ", refused "
              + resent.reason()
              + ": "
              + resent.detail());
    }
    say("next", NextStep.of(story));
  }

  private String headline() {
    String state = story.state().name();
    if (story.refusal() != null) {
      return state + " " + story.refusal().reason() + ": " + story.refusal().reason().meaning();
    }
    if (story.decision() == null) {
      return state + (story.candidate() == null ? "" : ": released, the gate has not ruled yet");
    }
    Ruling ruling = story.decision().ruling();
    String why = ruling.text() == null ? ruling.reason().meaning() : ruling.text();
    return state
        + (story.inForce() ? ", in force" : ", not in force yet")
        + ". "
        + ruling.reason()
        + ": "
        + why;
  }

  private void facts(AdmissionFacts facts) {
    say("bucket", AgentRows.tokens(facts.bucket().tokensMicros()) + " tokens after it took one");
    say(
        "room",
        facts.depth()
            + " waited when it came; released after "
            + (facts.releasedAtMs() - facts.queuedAtMs())
            + " ms");
    if (facts.control() != null) {
      say(
          "control",
          facts.control().key() + " at offset " + facts.control().offset() + " was the last order");
    }
    signature(facts.signature());
  }

  private void signature(@Nullable IntentSignature signature) {
    if (signature != null) {
      say("signed", "by key " + signature.keyId() + ", verified at the door");
    }
  }

  private void ruling(Decision decision) {
    Ruling ruling = decision.ruling();
    Intent intent = decision.intent();
    say(
        "claims",
        "priority "
            + small(intent.priority())
            + ", ruled on as "
            + small(ruling.priority())
            + "; blast "
            + small(intent.blast())
            + ", ruled on as "
            + small(ruling.blast()));
    Ruling.Said winner = NextStep.winner(ruling);
    int number = 1;
    for (Ruling.Said said : ruling.breakdown()) {
      say(
          number == 1 ? "policies" : "",
          number
              + " "
              + said.policy()
              + ": "
              + (said.verdict() == null ? "silent" : said.verdict().label())
              + (said.text() == null ? "" : ", " + said.text())
              + (said.equals(winner) ? "  <- decides" : ""));
      number++;
    }
    Decision.BundleRef bundle = decision.bundle();
    say(
        "bundle",
        bundle == null
            ? "none"
            : intent.tenant() + "/" + bundle.version() + ", sha256 " + bundle.digest().hex());
    say("decided", time(decision.decidedAtMs()) + ", number " + decision.decisionSeq());
  }

  private void attempts(Attempts attempts) {
    long left = attempts.total() - attempts.newest().size();
    Outcome standing = attempts.standing();
    var said = new ArrayList<String>();
    if (left > 0) {
      said.add(left + " older outcomes are not shown");
    }
    if (standing != null && !attempts.newest().contains(standing)) {
      said.add(line(standing, standing));
    }
    attempts.newest().forEach(outcome -> said.add(line(outcome, standing)));
    for (int i = 0; i < said.size(); i++) {
      say(i == 0 ? "attempts" : "", said.get(i));
    }
  }

  private static String line(Outcome outcome, @Nullable Outcome standing) {
    String code = outcome.exitCode() == null ? "" : ", exit " + outcome.exitCode();
    String evidence = outcome.evidence().isEmpty() ? "" : ": " + outcome.evidence().strip();
    String stands = outcome.equals(standing) ? "  <- stands" : "";
    return outcome.attempt()
        + " "
        + outcome.result().label()
        + ", "
        + time(outcome.atMs())
        + ", by "
        + outcome.deployer()
        + code
        + evidence
        + stands;
  }

  private void say(String what, String line) {
    lines.add(String.format(Locale.ROOT, "  %-10s  %s", what, line));
  }

  /** One object for programs. */
  static ObjectNode json(Story story) {
    ObjectNode object =
        Json.object()
            .put("agent", story.agent())
            .put("id", story.id())
            .put("state", story.state().label())
            .put("in_force", story.inForce())
            .put("partition", story.partition())
            .put("offset", story.offset())
            .put("appended_at", story.arrival() == null ? null : time(story.arrival().appendMs()));
    object.put("next", NextStep.of(story));
    object.put("ledger_entry", story.entry() < 0 ? null : story.partition() + "/" + story.entry());
    if (story.refusal() != null) {
      object.set("refusal", json(story.refusal()));
    }
    if (story.resent() != null) {
      object.set("sent_again", json(story.resent()));
    }
    if (story.waiting() != null) {
      object.put("depth", story.waiting().depth());
    }
    if (story.decision() != null) {
      new DecisionPayload(story.decision()).addTo(object);
      Ruling.Said winner = NextStep.winner(story.decision().ruling());
      object.put("decided_by", winner == null ? null : winner.policy());
      Outcome standing = story.attempts().standing();
      object.put("standing", standing == null ? null : standing.result().label());
      var outcomes = object.putArray("outcomes");
      story.attempts().newest().forEach(outcome -> outcomes.add(OutcomePayload.json(outcome)));
    }
    return object;
  }

  private static ObjectNode json(Refusal refusal) {
    return Json.object()
        .put("reason", refusal.reason().name())
        .put("detail", refusal.detail())
        .put("retry_after_ms", refusal.retryAfterMs())
        .put("earlier_offset", refusal.earlierOffset())
        .put("depth", refusal.depth())
        .put("capacity", refusal.capacity())
        .put("offset", refusal.sourceOffset())
        .put("refused_at", time(refusal.refusedAtMs()));
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }
}
