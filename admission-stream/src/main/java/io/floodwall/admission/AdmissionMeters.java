package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.runtime.Counters;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.PartitionGauges;
import io.micrometer.core.instrument.Counter;
import java.util.EnumSet;

/** What admission counts; {@code docs/metrics.md} says what each means. */
final class AdmissionMeters {
  private static final EnumSet<Reason> REFUSALS =
      EnumSet.range(Reason.EMPTY_RECORD, Reason.EXPIRED);
  private static final EnumSet<Reason> DEAD_LETTERS =
      EnumSet.range(Reason.EMPTY_RECORD, Reason.BAD_FIELD);

  static {
    DEAD_LETTERS.add(Reason.BAD_CONTROL);
  }

  private final Meters meters;
  private final Counter intents;
  private final Counter waited;
  private final Counter released;
  private final Counters<Reason> refused;
  private final Counters<Reason> deadLetters;
  private final Counters<SignatureWork> signatures;

  AdmissionMeters(Meters meters) {
    this.meters = meters;
    this.intents = meters.counter("floodwall.intents", "records read from intents");
    this.waited = meters.counter("floodwall.waited", "intents that entered the waiting room");
    this.released = meters.counter("floodwall.released", "candidates that admission released");
    this.refused =
        meters.counters(
            "floodwall.refused",
            "intents that admission would not queue",
            "reason",
            Reason.class,
            REFUSALS);
    this.deadLetters = meters.deadLetters(DEAD_LETTERS);
    this.signatures =
        meters.counters(
            "floodwall.signatures",
            "signatures by how their arithmetic was come by",
            "work",
            SignatureWork.class,
            EnumSet.allOf(SignatureWork.class));
  }

  void intent() {
    intents.increment();
  }

  void waited() {
    waited.increment();
  }

  void released() {
    released.increment();
  }

  void refused(Reason reason) {
    refused.count(reason);
  }

  void deadLetter(Reason reason) {
    deadLetters.count(reason);
  }

  void signature(SignatureWork work) {
    signatures.count(work);
  }

  Task task(int partition) {
    return new Task(meters.partition(partition));
  }

  /** What is known of one partition, for as long as its task runs. */
  static final class Task implements AutoCloseable {
    private final PartitionGauges gauges;
    private final PartitionGauges.Level depth;
    private final PartitionGauges.Level capacity;
    private final PartitionGauges.Level agents;
    private final PartitionGauges.Level valve;

    private Task(PartitionGauges gauges) {
      this.gauges = gauges;
      this.depth = gauges.gauge("floodwall.room.depth", "intents that wait");
      this.capacity = gauges.gauge("floodwall.room.capacity", "how many may wait");
      this.agents =
          gauges.gauge("floodwall.agents", "agents that the last full sweep left remembered");
      this.valve = gauges.gauge("floodwall.valve.closed", "1 while nothing is released");
    }

    void depth(int now) {
      depth.set(now);
    }

    void capacity(int now) {
      capacity.set(now);
    }

    void agents(long now) {
      agents.set(now);
    }

    void valve(boolean closed) {
      valve.set(closed ? 1 : 0);
    }

    @Override
    public void close() {
      gauges.close();
    }
  }
}
