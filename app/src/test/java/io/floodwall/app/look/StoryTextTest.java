package io.floodwall.app.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The story of one intent, line by line, for each place that it may stand in. */
class StoryTextTest {
  private static final long T0 = Rows.NOW_MS;

  private static Intent intent(String name) {
    return Intent.of(name, name, new Action.Scale("web", 3), Priority.PAGER, BlastRadius.SERVICE);
  }

  private static Decision decision(Verdict verdict, Reason reason, String policy, String text) {
    var facts =
        new AdmissionFacts(
            2, 17, 16, T0, new TokenBucket(1_500_000, 0, T0), 3, T0 + 5, T0 + 125, null);
    List<Ruling.Said> said =
        List.of(
            new Ruling.Said("freeze-window", null, null), new Ruling.Said(policy, verdict, text));
    return new Decision(
        intent("deployer"),
        facts,
        new Ruling(verdict, reason, text, said, Priority.NORMAL, BlastRadius.REGION),
        "floodwall." + verdict.label(),
        new Decision.BundleRef(4, Hash.sha256(new byte[] {1})),
        12,
        T0 + 150);
  }

  private static Story decided(Decision decision, boolean inForce) {
    return decided(decision, inForce, Attempts.NONE);
  }

  private static Story decided(Decision decision, boolean inForce, Attempts attempts) {
    var arrival = new Arrival(2, 17, "deployer", T0, decision.intent());
    return new Story(
        "deployer",
        "deployer",
        2,
        17,
        arrival,
        null,
        null,
        null,
        decision,
        inForce,
        inForce ? 31 : -1,
        null,
        attempts,
        null);
  }

  private static Story undecided(@Nullable Refusal refusal, boolean waits, @Nullable Control stop) {
    var waiting = new Waiting("default", "a", "1", Priority.NORMAL, 7, 2, 17, T0);
    return new Story(
        "a",
        "1",
        2,
        17,
        new Arrival(2, 17, "a", T0, intent("a")),
        waits ? waiting : null,
        null,
        refusal,
        null,
        false,
        -1,
        null,
        Attempts.NONE,
        stop);
  }

  private static Refusal refusal(Reason reason, @Nullable Long retryAfterMs, String detail) {
    return new Refusal("a", "1", reason, detail, retryAfterMs, null, 9, 512, 2, 17, 16, T0);
  }

  @Test
  void aRejectedIntentLineByLine() {
    Decision rejected =
        decision(Verdict.REJECT, Reason.POLICY, "blast-needs-priority", "needs urgent");
    assertThat(String.join("\n", StoryText.lines(decided(rejected, true))))
        .isEqualTo(
            """
            deployer/deployer: REJECTED, in force. POLICY: needs urgent
              asked       scale web to 3, priority pager, blast service, tenant default
              written     2026-05-01T12:00:00Z, partition 2 offset 17
              bucket      1.5 tokens after it took one
              room        3 waited when it came; released after 120 ms
              claims      priority pager, ruled on as normal; blast service, ruled on as region
              policies    1 freeze-window: silent
                          2 blast-needs-priority: reject, needs urgent  <- decides
              bundle      default/4, sha256 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
              decided     2026-05-01T12:00:00.150Z, number 12
              ledger      entry 2/31, in force
              next        claim a higher priority if it is truly urgent, or narrow the blast radius, with a new id\
            """);
  }

  @Test
  void aRejectedIntentAsJson() {
    Decision rejected =
        decision(Verdict.REJECT, Reason.POLICY, "blast-needs-priority", "needs urgent");
    JsonNode json = StoryText.json(decided(rejected, true));
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "agent",
            "id",
            "state",
            "in_force",
            "partition",
            "offset",
            "appended_at",
            "next",
            "ledger_entry",
            "decision",
            "decided_by",
            "standing",
            "outcomes");
    assertThat(json.get("ledger_entry").textValue()).isEqualTo("2/31");
    assertThat(json.at("/decision/ruled_priority").textValue()).isEqualTo("normal");
  }

  private static Story tried(Outcome... outcomes) {
    Attempts attempts = Attempts.NONE;
    for (Outcome outcome : outcomes) {
      attempts = attempts.and(outcome);
    }
    return decided(decision(Verdict.ADMIT, Reason.ADMITTED, "p", null), true, attempts);
  }

  private static List<String> from(String what, Story story) {
    List<String> lines = StoryText.lines(story);
    int at = 0;
    while (!lines.get(at).startsWith("  " + what)) {
      at++;
    }
    return lines.subList(at, lines.size());
  }

  @Test
  void theAttemptsAtAnAdmittedIntentLineByLineAndWhichOneStands() {
    Story story =
        tried(
            Rows.outcome(Result.STARTED, 1, null, ""),
            Rows.outcome(Result.RELEASED, 1, null, "busy"),
            Rows.outcome(Result.STARTED, 2, null, ""),
            Rows.outcome(Result.UNKNOWN, 2, 137, "killed\n"),
            Rows.outcome(Result.STARTED, 1, null, ""));
    assertThat(String.join("\n", from("attempts", story)))
        .isEqualTo(
            """
            attempts    1 started, 2026-05-01T11:59:59Z, by ada-laptop
                        1 released, 2026-05-01T11:59:59Z, by ada-laptop: busy
                        2 started, 2026-05-01T11:59:58Z, by ada-laptop
                        2 unknown, 2026-05-01T11:59:58Z, by ada-laptop, exit 137: killed  <- stands
                        1 started, 2026-05-01T11:59:59Z, by ada-laptop
            next        look whether the change is made, then settle it: floodwall deploy --resolve 4bf5122f3445=applied (or =failed) --evidence 'what was seen'\
            """
                .indent(2)
                .stripTrailing());
    JsonNode json = StoryText.json(story);
    assertThat(json.get("standing").textValue()).isEqualTo("unknown");
    assertThat(json.get("outcomes")).hasSize(5);
    assertThat(json.at("/outcomes/3/exit_code").intValue()).isEqualTo(137);
  }

  @ParameterizedTest
  @CsvSource({
    "STARTED, wait: ada-laptop is at attempt 1",
    "APPLIED, nothing: it is applied",
    "FAILED, mend what failed",
    "RELEASED, wait: it was given back",
    "UNKNOWN, look whether the change is made"
  })
  void whereAnAttemptStandsSaysWhatToDo(Result result, String next) {
    assertThat(NextStep.of(tried(Rows.outcome(result, 1, null, "")))).startsWith(next);
  }

  @Test
  void manyOutcomesAreCountedAndTheNewestShownAndTheFirstSettledOneStands() {
    var all = new Outcome[Attempts.KEPT_MAX + 7];
    java.util.Arrays.setAll(all, i -> Rows.outcome(Result.FAILED, i + 1, null, ""));
    Story story = tried(all);
    assertThat(from("attempts", story).get(0)).endsWith("7 older outcomes are not shown");
    assertThat(from("attempts", story).get(1)).contains("  1 failed, ").endsWith("<- stands");
    assertThat(from("attempts", story)).hasSize(1 + Attempts.KEPT_MAX + 2);
    assertThat(story.attempts().standing()).isEqualTo(all[0]);
  }

  @Test
  void aRefusedIntentLineByLine() {
    Story story = undecided(refusal(Reason.RATE_LIMITED, 1_500L, "no token"), false, null);
    assertThat(String.join("\n", StoryText.lines(story)))
        .isEqualTo(
            """
            a/1: REFUSED RATE_LIMITED: the agent's token bucket is empty
              asked       scale web to 3, priority pager, blast service, tenant default
              written     2026-05-01T12:00:00Z, partition 2 offset 17
              refused     2026-05-01T12:00:00Z, no token
              room        9 of 512 waited
              ledger      no entry yet
              next        retry 1500 ms after it was refused, at 2026-05-01T12:00:01.500Z\
            """);
  }

  @Test
  void exitCodesAreThoseOfTheContract() {
    Decision admitted = decision(Verdict.ADMIT, Reason.ADMITTED, "resource-allowlist", "");
    assertThat(decided(admitted, true).exitCode()).isZero();
    assertThat(decided(admitted, false).exitCode()).isEqualTo(4);
    assertThat(decided(decision(Verdict.DEFER, Reason.POLICY, "p", "x"), true).exitCode())
        .isEqualTo(4);
    assertThat(decided(decision(Verdict.REJECT, Reason.POLICY, "p", "x"), false).exitCode())
        .isEqualTo(3);
    assertThat(undecided(refusal(Reason.JAILED, null, ""), false, null).exitCode()).isEqualTo(3);
    assertThat(undecided(null, true, null).exitCode()).isEqualTo(4);
    assertThat(undecided(null, false, null).exitCode()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasANextStep(Reason reason) {
    assertThat(NextStep.of(undecided(refusal(reason, null, ""), false, null))).isNotBlank();
    for (Verdict verdict : Set.of(Verdict.DEFER, Verdict.REJECT)) {
      assertThat(NextStep.of(decided(decision(verdict, reason, "p", "x"), true))).isNotBlank();
    }
  }

  @Test
  void whatWaitsIsToldWhatItWaitsFor() {
    assertThat(NextStep.of(undecided(null, true, null))).startsWith("wait: the most urgent");
    assertThat(
            NextStep.of(undecided(null, true, Control.valve(true, "incident", "bob", T0 + 1_000))))
        .isEqualTo("wait: the valve is closed until 2026-05-01T12:00:01Z, by bob: incident");
    assertThat(NextStep.of(undecided(null, false, null))).contains("see whether admission runs");
  }

  @Test
  void hostileTextMovesNoCursorAndAddsNoLine() {
    String text = Rows.HOSTILE;
    List<Story> stories =
        List.of(
            decided(decision(Verdict.REJECT, Reason.POLICY, text, text), true),
            tried(
                Rows.outcome(
                    Result.UNKNOWN, 1, 1, PlainText.start(text, Outcome.EVIDENCE_BYTES_MAX / 3))),
            undecided(refusal(Reason.JAILED, null, text), false, null),
            undecided(null, true, Control.valve(true, text, text, null)));
    for (Story story : stories) {
      String json = Json.line(StoryText.json(story));
      assertThat(json).isEqualTo(PlainText.escaped(json));
      List<String> lines = StoryText.lines(story);
      assertThat(printed(lines)).hasLineCount(lines.size());
      printed(lines).lines().forEach(l -> assertThat(l).isEqualTo(PlainText.escaped(l)));
    }
  }

  private static String printed(List<String> lines) {
    var text = new java.io.StringWriter();
    var out = new io.floodwall.app.ledger.DataOut(new java.io.PrintWriter(text));
    lines.forEach(out::text);
    out.isClosed();
    return text.toString();
  }
}
