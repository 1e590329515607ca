package io.floodwall.app.look;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.outcome.Outcome;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do about an intent, given where it stands and why: a closed list. */
final class NextStep {
  private static final Map<String, String> BY_POLICY =
      Map.of(
          "no-global-destroy",
          "have a person do it, or narrow the blast radius, with a new id",
          "blast-needs-priority",
          "claim a higher priority if it is truly urgent, or narrow the blast radius, with a"
              + " new id",
          "resource-allowlist",
          "ask for the resource to be put on the allowlist (floodwall policy publish), then"
              + " submit it again with a new id",
          "freeze-window",
          "submit it again with a new id when the freeze is over");

  private NextStep() {}

  /** What to do, in a sentence without its full stop. */
  static String of(Story story) {
    return switch (story.state()) {
      case ADMITTED ->
          story.inForce()
              ? inForce(story.attempts().standing())
              : "wait until its ledger entry is committed; if it stays so, see whether the ledger"
                  + " runs: floodwall get heads";
      case DEFERRED, REJECTED -> decided(story.decision());
      case REFUSED -> refused(story.refusal());
      case WAITING -> held(story.stopped(), "wait: the most urgent leave the room first");
      case PENDING ->
          story.candidate() == null
              ? held(story.stopped(), "wait; if it stays so, see whether admission runs")
              : "wait; if it stays so, see whether the gate runs";
    };
  }

  private static String inForce(@Nullable Outcome standing) {
    if (standing == null) {
      return "nothing: deployers may act on it";
    }
    return switch (standing.result()) {
      case STARTED ->
          "wait: "
              + standing.deployer()
              + " is at attempt "
              + standing.attempt()
              + "; if it is gone, start it again, or another deployer: that one takes it over";
      case APPLIED -> "nothing: it is applied";
      case FAILED ->
          "mend what failed, then submit it again with a new id: nothing tries this one again";
      case RELEASED -> "wait: it was given back with nothing done, and is handed out again";
      case UNKNOWN ->
          "look whether the change is made, then settle it: floodwall deploy --resolve "
              + standing.decision().hex().substring(0, OutcomeRows.DIGEST_CHARS)
              + "=applied (or =failed) --evidence 'what was seen'";
    };
  }

  private static String held(@Nullable Control stopped, String otherwise) {
    if (stopped == null) {
      return otherwise;
    }
    String until =
        stopped.untilMs() == null
            ? "until it is lifted"
            : "until " + Instant.ofEpochMilli(stopped.untilMs());
    String what = stopped.kind() == Control.Kind.VALVE ? "the valve is closed" : "it is jailed";
    return "wait: " + what + " " + until + ", by " + stopped.who() + ": " + stopped.reason();
  }

  private static String refused(@Nullable Refusal refusal) {
    if (refusal == null) {
      return "";
    }
    String next = refusal.reason().next();
    if (refusal.reason() == Reason.BACKPRESSURE) {
      return next + ": " + refusal.depth() + " of " + refusal.capacity() + " waited";
    }
    return refusal.retryAfterMs() == null
        ? next
        : "retry "
            + refusal.retryAfterMs()
            + " ms after it was refused, at "
            + Instant.ofEpochMilli(refusal.refusedAtMs() + refusal.retryAfterMs());
  }

  private static String decided(@Nullable Decision decision) {
    if (decision == null) {
      return "";
    }
    Reason reason = decision.ruling().reason();
    Ruling.Said winner = winner(decision.ruling());
    String step =
        reason == Reason.POLICY && winner != null
            ? BY_POLICY.getOrDefault(winner.policy(), reason.next())
            : reason.next();
    return decision.verdict() == io.floodwall.core.gate.Verdict.DEFER
        ? "deferred is final: " + step
        : step;
  }

  /** The policy whose words the ruling gives: the first of those with the verdict that won. */
  static Ruling.@Nullable Said winner(Ruling ruling) {
    return ruling.breakdown().stream()
        .filter(said -> said.verdict() == ruling.verdict())
        .findFirst()
        .orElse(null);
  }
}
