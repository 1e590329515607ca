package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decisions, refusals and bundles for stories; a number in, a whole record out. */
final class Sample {
  private Sample() {}

  /** Decision number {@code seq}; which verdict it is goes round with the number. */
  static Decision decision(long seq) {
    return decision(seq, List.of(Verdict.values()).get((int) (seq % 3)));
  }

  static Decision decision(long seq, Verdict verdict) {
    return decision(seq, verdict, 0, "agent-" + seq % 5, "replicas: 2");
  }

  static Decision decision(
      long seq, Verdict verdict, int partition, String agent, String manifest) {
    Intent intent =
        Intent.of(
            agent,
            Long.toString(seq),
            new Action.Apply("web", manifest),
            Priority.NORMAL,
            BlastRadius.SERVICE);
    var bucket = new TokenBucket(63_000_000, 0, 1_000);
    var facts =
        new AdmissionFacts(partition, 2 * seq, 2 * seq - 2, 1_000, bucket, 0, 1_001, 1_002, null);
    Reason reason = verdict == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
    String text = verdict == Verdict.ADMIT ? null : "because";
    var said = new Ruling.Said("resource-allowlist", verdict, text);
    var ruling =
        new Ruling(verdict, reason, text, List.of(said), Priority.NORMAL, BlastRadius.SERVICE);
    var bundle = new Decision.BundleRef(1, Hash.sha256(new byte[] {1}));
    return new Decision(
        intent, facts, ruling, new Topics("floodwall.").verdict(verdict), bundle, seq, 1_003);
  }

  static Refusal refusal(Reason reason, long offset) {
    return refusal(reason, offset, 0, "runaway");
  }

  static Refusal refusal(Reason reason, long offset, int partition, String agent) {
    @Nullable String id = agent.isEmpty() ? null : "i" + offset;
    return new Refusal(
        agent,
        id,
        reason,
        "tokens are used up",
        250L,
        null,
        3,
        1_024,
        partition,
        offset,
        offset - 1,
        1_000 + offset);
  }

  static Outcome outcome(Decision decision, Outcome.Result result) {
    return new Outcome(
        decision.intent().tenant(),
        decision.intent().agent(),
        decision.intent().id(),
        Hash.sha256(new byte[] {2}),
        decision.facts().sourcePartition(),
        decision.facts().sourceOffset(),
        decision.decisionSeq(),
        1,
        result,
        "deployer-1",
        0,
        "done",
        1_004);
  }

  static PolicyBundle bundle(long version) {
    PolicyBundle shipped = PolicyBundle.shipped();
    return new PolicyBundle(
        shipped.tenant(),
        version,
        shipped.admitByDefault(),
        shipped.agents(),
        shipped.safeTools(),
        shipped.policies());
  }

  /** A bundle that names a policy that does not exist. */
  static PolicyBundle invalidBundle(long version) {
    return new PolicyBundle(
        "default",
        version,
        true,
        List.of(),
        List.of(),
        List.of(new PolicyBundle.PolicySpec("no-such-policy", List.of())));
  }

  /** A bundle that is right in every way but its size. */
  static PolicyBundle tooLargeBundle(long version) {
    List<String> tools = IntStream.range(0, 1_000).mapToObj(i -> i + "x".repeat(180)).toList();
    return new PolicyBundle("default", version, true, List.of(), tools, List.of());
  }
}
