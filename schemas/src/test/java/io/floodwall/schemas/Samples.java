package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.IntentSignature;
import io.floodwall.core.signing.SigningMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * One value of every record with everything optional present ({@code full}) and one with everything
 * optional absent ({@code bare}). The golden files hold their bytes, so they never change.
 */
final class Samples {
  static final Action APPLY = new Action.Apply("web", "replicas: 3\n# \u00fcber \uD83D\uDE80\n");
  static final Action SCALE = new Action.Scale("api", Action.Scale.MAX_REPLICAS);
  static final Action DESTROY = new Action.Destroy("cache");
  static final Action INVOKE =
      new Action.Invoke(
          "db",
          "vacuum",
          List.of(new Action.Parameter("table", "users"), new Action.Parameter("table", "")));

  static final Intent FULL_INTENT = intent(APPLY, Priority.PAGER, BlastRadius.SERVICE);
  static final Intent BARE_INTENT =
      Intent.of("agent-b", "2", DESTROY, Priority.BULK, BlastRadius.CELL);

  static final AdmissionFacts FULL_FACTS =
      new AdmissionFacts(
          3,
          1_000_000_007L,
          1_000_000_005L,
          1_767_225_600_000L,
          new TokenBucket(4_000_000L, 999L, 1_767_225_600_000L),
          17L,
          1_767_225_600_001L,
          1_767_225_600_250L,
          new AdmissionFacts.ControlRef("jail/agent-b", 42L));
  static final AdmissionFacts BARE_FACTS =
      new AdmissionFacts(0, 0L, -1L, 0L, new TokenBucket(0L, 0L, Long.MIN_VALUE), 0L, 0L, 0L, null);

  private static final String TENANT = "acme";
  private static final Hash DIGEST = Hash.sha256("digest".getBytes(StandardCharsets.US_ASCII));

  private static final Bytes PUBLIC_KEY =
      Bytes.copyOf(Hash.sha256("key".getBytes(StandardCharsets.US_ASCII)).toBytes());
  static final AdmissionFacts SIGNED_FACTS =
      new AdmissionFacts(
          3,
          1_000_000_007L,
          1_000_000_005L,
          1_767_225_600_000L,
          FULL_FACTS.bucket(),
          17L,
          1_767_225_600_001L,
          1_767_225_600_250L,
          null,
          new IntentSignature("floodwall.intents", DIGEST, PUBLIC_KEY, Bytes.copyOf(new byte[64])));

  private Samples() {}

  /** A value, the codec that carries it, and what it is called in its golden file. */
  record Sample<T>(String record, String label, Function<Codecs, Codec<T>> codecOf, T value) {
    byte[] encoded(Codecs codecs) {
      return codecOf.apply(codecs).encode(value);
    }

    @Override
    public String toString() {
      return record + " " + label;
    }
  }

  static Intent intent(Action action, Priority priority, BlastRadius blast) {
    return new Intent(
        TENANT,
        "agent-a",
        "change-1",
        "ada@example.org",
        action,
        priority,
        blast,
        "production",
        "The queue grows; \u201cweb\u201d needs more.",
        "trace-9",
        1_767_229_200_000L,
        "sha256:00ff");
  }

  static List<Sample<?>> all() {
    return List.of(
        new Sample<>("Intent", "full", Codecs::intent, FULL_INTENT),
        new Sample<>("Intent", "bare", Codecs::intent, BARE_INTENT),
        new Sample<>("Intent", "invoke", Codecs::intent, withAction(INVOKE)),
        new Sample<>("Intent", "scale", Codecs::intent, withAction(SCALE)),
        new Sample<>("Refusal", "full", Codecs::refusal, FULL_REFUSAL),
        new Sample<>("Refusal", "bare", Codecs::refusal, BARE_REFUSAL),
        new Sample<>("Waiting", "full", Codecs::waiting, WAITING),
        new Sample<>(
            "Candidate", "full", Codecs::candidate, new Candidate(FULL_INTENT, FULL_FACTS)),
        new Sample<>(
            "Candidate", "bare", Codecs::candidate, new Candidate(BARE_INTENT, BARE_FACTS)),
        new Sample<>(
            "Candidate", "signed", Codecs::candidate, new Candidate(FULL_INTENT, SIGNED_FACTS)),
        new Sample<>("Decision", "signed", Codecs::decision, SIGNED_DECISION),
        new Sample<>("Decision", "full", Codecs::decision, FULL_DECISION),
        new Sample<>("Decision", "bare", Codecs::decision, BARE_DECISION),
        new Sample<>("LedgerEntry", "full", Codecs::ledgerEntry, FULL_ENTRY),
        new Sample<>("LedgerEntry", "bare", Codecs::ledgerEntry, BARE_ENTRY),
        new Sample<>("LedgerEntry", "outcome", Codecs::ledgerEntry, OUTCOME_ENTRY),
        new Sample<>("Outcome", "full", Codecs::outcome, FULL_OUTCOME),
        new Sample<>("Outcome", "bare", Codecs::outcome, BARE_OUTCOME),
        new Sample<>("Head", "full", Codecs::head, HEAD),
        new Sample<>("PolicyBundle", "full", Codecs::bundle, FULL_BUNDLE),
        new Sample<>("PolicyBundle", "bare", Codecs::bundle, BARE_BUNDLE),
        new Sample<>("Control", "full", Codecs::control, JAIL),
        new Sample<>("Control", "bare", Codecs::control, VALVE),
        new Sample<>("Control", "key", Codecs::control, KEY),
        new Sample<>("Control", "revoked", Codecs::control, REVOKED),
        new Sample<>("Control", "signing", Codecs::control, SIGNING),
        new Sample<>("RefusalBatch", "full", Codecs::refusalBatch, FULL_BATCH),
        new Sample<>("RefusalBatch", "bare", Codecs::refusalBatch, RefusalBatch.EMPTY));
  }

  private static Intent withAction(Action action) {
    return Intent.of("agent-c", "3", action, Priority.URGENT, BlastRadius.REGION);
  }

  private static final Refusal FULL_REFUSAL =
      new Refusal(
          "agent-a",
          "change-1",
          Reason.RATE_LIMITED,
          "0 of 5 tokens",
          1_500L,
          12L,
          3L,
          1_000L,
          3,
          77L,
          75L,
          1_767_225_600_001L);
  private static final Refusal BARE_REFUSAL =
      new Refusal("", null, Reason.MALFORMED, "", null, null, 0L, 0L, 0, 0L, -1L, 0L);

  private static final Waiting WAITING =
      new Waiting(TENANT, "agent-a", "change-1", Priority.URGENT, 5L, 3, 77L, 1_767_225_600_001L);

  static final Decision FULL_DECISION =
      new Decision(
          FULL_INTENT,
          FULL_FACTS,
          new Ruling(
              Verdict.DEFER,
              Reason.POLICY,
              "change freeze in effect",
              List.of(
                  new Ruling.Said("no-global-destroy", null, null),
                  new Ruling.Said("resource-allowlist", Verdict.ADMIT, null),
                  new Ruling.Said("freeze-window", Verdict.DEFER, "change freeze in effect")),
              Priority.NORMAL,
              BlastRadius.GLOBAL),
          "floodwall.deferred",
          new Decision.BundleRef(7L, DIGEST),
          123_456L,
          1_767_225_600_300L);
  static final Decision BARE_DECISION =
      new Decision(
          BARE_INTENT,
          BARE_FACTS,
          new Ruling(
              Verdict.REJECT,
              Reason.UNKNOWN_TENANT,
              null,
              List.of(),
              Priority.BULK,
              BlastRadius.CELL),
          "floodwall.rejected",
          null,
          0L,
          0L);

  private static final Decision SIGNED_DECISION =
      new Decision(
          FULL_INTENT,
          SIGNED_FACTS,
          FULL_DECISION.ruling(),
          FULL_DECISION.topic(),
          FULL_DECISION.bundle(),
          FULL_DECISION.decisionSeq(),
          FULL_DECISION.decidedAtMs());

  static final LedgerEntry FULL_ENTRY =
      new Chain.Head(41, DIGEST)
          .next(EntryKind.VERDICT, DIGEST, Bytes.copyOf(new byte[] {0, 1, -1, 127, -128}));
  static final LedgerEntry BARE_ENTRY =
      Chain.genesis("floodwall/0").next(EntryKind.CONTROL, DIGEST, Bytes.EMPTY);

  private static final LedgerEntry OUTCOME_ENTRY =
      Chain.genesis("floodwall/0").next(EntryKind.OUTCOME, DIGEST, Bytes.EMPTY);

  static final Outcome FULL_OUTCOME =
      new Outcome(
          TENANT,
          "agent-a",
          "change-1",
          DIGEST,
          3,
          1_000_000_007L,
          123_456L,
          2,
          Outcome.Result.FAILED,
          "deployer-1",
          -1,
          "exit status 1\n\u00fcber \uD83D\uDE80",
          1_767_225_600_400L);
  private static final Outcome BARE_OUTCOME =
      new Outcome(
          "default",
          "agent-b",
          "2",
          DIGEST,
          0,
          0L,
          0L,
          1,
          Outcome.Result.STARTED,
          "d",
          null,
          "",
          0L);

  private static final PublishedHead HEAD =
      new PublishedHead("floodwall/3", 3, new Chain.Head(42L, DIGEST), -1L);

  private static final PolicyBundle FULL_BUNDLE =
      new PolicyBundle(
          TENANT,
          7L,
          true,
          List.of(
              new PolicyBundle.AgentRule("agent-a", Priority.NORMAL, BlastRadius.REGION),
              new PolicyBundle.AgentRule("agent-b", null, null)),
          List.of("vacuum", "analyze"),
          List.of(
              new PolicyBundle.PolicySpec("no-global-destroy", List.of()),
              new PolicyBundle.PolicySpec(
                  "resource-allowlist",
                  List.of(new PolicyBundle.Parameter("allow", List.of("web", "api"))))));
  private static final PolicyBundle BARE_BUNDLE =
      new PolicyBundle("default", 1L, false, List.of(), List.of(), List.of());

  static final Control JAIL =
      Control.jail("agent-b", true, "runaway", "ada@example.org", 1_767_229_200_000L);
  private static final Control VALVE = Control.valve(false, "", "ops", null);

  static final Control KEY =
      Control.key(
          "agent-b",
          new AgentKey(PUBLIC_KEY, 1_767_225_600_000L, 1_798_761_600_000L),
          true,
          "first key",
          "ada@example.org");
  private static final Control REVOKED =
      Control.key("agent-b", new AgentKey(PUBLIC_KEY, 0L, null), false, "lost", "ops");
  private static final Control SIGNING =
      Control.signing("", SigningMode.REQUIRED, true, "all keys are out", "ops");

  static final RefusalBatch FULL_BATCH =
      RefusalBatch.EMPTY
          .with(Reason.RATE_LIMITED, 5L, new byte[] {1})
          .with(Reason.JAILED, 6L, new byte[] {2})
          .with(Reason.RATE_LIMITED, 1L << 40, new byte[] {3});
}
