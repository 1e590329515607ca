package io.floodwall.core.replay;

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
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.RefusalBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger told entry by entry, with the state that is folded from it. */
final class Story {
  static final Map<Integer, Chain.Head> GENESIS =
      Map.of(0, Chain.genesis("test/0"), 1, Chain.genesis("test/1"));
  static final TokenBucket EMPTY = TokenBucket.empty(0);

  final LedgerState state = new LedgerState(GENESIS);
  private final Map<Integer, Long> next = new HashMap<>();

  /** A decision of the default tenant, with nothing in it but what is given. */
  static Decision decision(
      String agent, String id, Verdict verdict, long decisionSeq, long offset) {
    return decision(Intent.DEFAULT_TENANT, agent, id, verdict, decisionSeq, offset, EMPTY);
  }

  static Decision decision(
      String tenant,
      String agent,
      String id,
      Verdict verdict,
      long decisionSeq,
      long offset,
      TokenBucket bucket) {
    Intent plain =
        Intent.of(agent, id, new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    Intent intent =
        new Intent(
            tenant,
            agent,
            id,
            null,
            plain.action(),
            plain.priority(),
            plain.blast(),
            null,
            null,
            null,
            null,
            null);
    var facts = new AdmissionFacts(0, offset, -1, 0, bucket, 0, 0, 0, null);
    Reason reason = verdict == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
    var ruling = new Ruling(verdict, reason, null, List.of(), plain.priority(), plain.blast());
    return new Decision(
        intent, facts, ruling, verdict.label(), null, decisionSeq, 1_000 + decisionSeq);
  }

  /** The digest of the entry with this number, for tests that only compare. */
  static Hash digest(long seq) {
    return Bytes.copyOf(new byte[] {(byte) seq}).sha256();
  }

  LedgerState.Recorded at(int partition) {
    long seq = next.merge(partition, 1L, Long::sum) - 1;
    return new LedgerState.Recorded(partition, seq, digest(seq));
  }

  void decided(int partition, Decision decision) {
    state.verdict(at(partition), decision);
  }

  void decided(String agent, String id, Verdict verdict, long decisionSeq, long offset) {
    decided(0, decision(agent, id, verdict, decisionSeq, offset));
  }

  void refused(Reason reason, long... offsets) {
    RefusalBatch batch = RefusalBatch.EMPTY;
    for (long offset : offsets) {
      batch = batch.with(reason, offset, new byte[0]);
    }
    state.refusals(at(0), batch);
  }

  void published(String tenant, long version) {
    state.bundle(at(0), new PolicyBundle(tenant, version, true, List.of(), List.of(), List.of()));
  }

  void steered(Control control) {
    state.control(at(0), control);
  }

  void retained(long offset, String agent, String id) {
    state.retained(new Rebuilt.Waiting(0, offset, agent, id, Priority.NORMAL));
  }
}
