package io.floodwall.ledger;

import io.floodwall.core.Reason;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.runtime.Counters;
import io.floodwall.runtime.Latency;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.PartitionGauges;
import io.micrometer.core.instrument.Counter;
import java.util.EnumSet;

/** What the ledger counts; {@code docs/metrics.md} says what each means. */
final class LedgerMeters {
  private final Meters meters;
  private final Counters<EntryKind> entries;
  private final Counters<Reason> deadLetters;
  private final Latency latency;
  private final Counter checkpoints;

  LedgerMeters(Meters meters) {
    this.meters = meters;
    this.entries =
        meters.counters(
            "floodwall.ledger.entries",
            "entries appended",
            "kind",
            EntryKind.class,
            EnumSet.allOf(EntryKind.class));
    this.deadLetters =
        meters.deadLetters(
            EnumSet.of(
                Reason.EMPTY_RECORD,
                Reason.MALFORMED,
                Reason.UNKNOWN_SCHEMA,
                Reason.TOO_LARGE,
                Reason.UNEXPECTED_RECORD,
                Reason.DUPLICATE_DECISION,
                Reason.BAD_BUNDLE,
                Reason.BAD_CONTROL));
    this.latency =
        meters.latency(
            "floodwall.ledger.latency", "from the intent's append to its decision's entry");
    this.checkpoints = meters.counter("floodwall.checkpoints", "checkpoints signed");
  }

  void appended(EntryKind kind) {
    entries.count(kind);
  }

  void recorded(long appendMs, long nowMs) {
    latency.record(appendMs, nowMs);
  }

  void deadLetter(Reason reason) {
    deadLetters.count(reason);
  }

  void signed() {
    checkpoints.increment();
  }

  Tree tree(int partition) {
    return new Tree(meters.partition(partition));
  }

  Task task(int partition) {
    return new Task(meters.partition(partition));
  }

  /** What is known of one partition, for as long as its task runs. */
  static final class Task implements AutoCloseable {
    private final PartitionGauges gauges;
    private final PartitionGauges.Level headSeq;
    private final PartitionGauges.Level through;
    private final PartitionGauges.Level ahead;

    private Task(PartitionGauges gauges) {
      this.gauges = gauges;
      this.headSeq =
          gauges.gauge("floodwall.chain.head.seq", "the last entry's number; -1 for none");
      this.through =
          gauges.gauge(
              "floodwall.decisions.through",
              "the highest decision number below which none is missing; -1 for none");
      this.ahead =
          gauges.gauge("floodwall.decisions.ahead", "decisions recorded above a missing number");
    }

    void standsAt(Chain.Head head, DecisionsSeen decisions) {
      headSeq.set(head.size() - 1);
      through.set(decisions.through());
      ahead.set(decisions.ahead());
    }

    @Override
    public void close() {
      gauges.close();
    }
  }

  /** What is known of one partition's tree, for as long as its task runs. */
  static final class Tree implements AutoCloseable {
    private final PartitionGauges gauges;
    private final PartitionGauges.Level size;
    private final PartitionGauges.Level signed;

    private Tree(PartitionGauges gauges) {
      this.gauges = gauges;
      this.size = gauges.gauge("floodwall.tree.size", "entries read back into the Merkle tree");
      this.signed = gauges.gauge("floodwall.tree.signed", "entries under the last checkpoint");
    }

    void standsAt(long entries, long underCheckpoint) {
      size.set(entries);
      signed.set(underCheckpoint);
    }

    @Override
    public void close() {
      gauges.close();
    }
  }
}
