package io.floodwall.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.runtime.Counters;
import io.floodwall.runtime.Latency;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.PartitionGauges;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the gate counts; {@code docs/metrics.md} says what each means. */
final class GateMeters {
  private static final Map<Verdict, Set<Reason>> USUAL =
      Map.of(
          Verdict.ADMIT, EnumSet.of(Reason.ADMITTED),
          Verdict.DEFER, EnumSet.of(Reason.POLICY),
          Verdict.REJECT, EnumSet.range(Reason.POLICY, Reason.POLICY_OVERRUN));

  private final Meters meters;
  private final Map<Verdict, Counters<Reason>> decided = new EnumMap<>(Verdict.class);
  private final Counters<Reason> policyFailures;
  private final Counters<Reason> deadLetters;
  private final Latency latency;

  GateMeters(Meters meters) {
    this.meters = meters;
    for (Verdict verdict : Verdict.values()) {
      decided.put(
          verdict,
          meters.counters(
              "floodwall.decisions",
              "decisions of the gate",
              "reason",
              Reason.class,
              USUAL.getOrDefault(verdict, Set.of()),
              "verdict",
              verdict.name()));
    }
    this.policyFailures =
        meters.counters(
            "floodwall.policy.failures",
            "policies that threw or overran, each of which rejected one intent",
            "reason",
            Reason.class,
            EnumSet.of(Reason.POLICY_ERROR, Reason.POLICY_OVERRUN));
    this.deadLetters =
        meters.deadLetters(
            EnumSet.of(
                Reason.EMPTY_RECORD,
                Reason.MALFORMED,
                Reason.UNKNOWN_SCHEMA,
                Reason.TOO_LARGE,
                Reason.UNEXPECTED_RECORD,
                Reason.BAD_BUNDLE));
    this.latency =
        meters.latency(
            "floodwall.decision.latency", "from the intent's append to the gate's decision");
  }

  void decided(Decision decision) {
    Ruling ruling = decision.ruling();
    decided.get(ruling.verdict()).count(ruling.reason());
    latency.record(decision.facts().appendMs(), decision.decidedAtMs());
    if (ruling.verdict() == Verdict.REJECT) {
      failures(ruling.breakdown());
    }
  }

  /** Every policy that failed, not only the one that gave the reason. */
  private void failures(List<Ruling.Said> breakdown) {
    for (int i = 0; i < breakdown.size(); i++) {
      Reason failure = Gate.failureOf(breakdown.get(i));
      if (failure != null) {
        policyFailures.count(failure);
      }
    }
  }

  void deadLetter(Reason reason) {
    deadLetters.count(reason);
  }

  Task task(int partition) {
    return new Task(meters.partition(partition));
  }

  /** What is known of one partition, for as long as its task runs. */
  static final class Task implements AutoCloseable {
    private final PartitionGauges gauges;
    private final PartitionGauges.Level next;

    private Task(PartitionGauges gauges) {
      this.gauges = gauges;
      this.next =
          gauges.gauge(
              "floodwall.decision.seq.next", "the number of the partition's next decision");
    }

    void next(long seq) {
      next.set(seq);
    }

    @Override
    public void close() {
      gauges.close();
    }
  }
}
