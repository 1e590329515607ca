package io.floodwall.gate;

import io.floodwall.core.gate.Decision;
import io.floodwall.runtime.CloudEvent;
import io.floodwall.runtime.DeadLetter;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codec;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Puts decisions and dead letters on their topics, decisions in the partition they came from. */
final class Outbox {
  private final ProcessorContext<RoutedKey, byte[]> context;
  private final Codec<Decision> codec;
  private final int partition;
  private final String source;

  Outbox(ProcessorContext<RoutedKey, byte[]> context, Codec<Decision> codec, String ledgerName) {
    this.context = context;
    this.codec = codec;
    this.partition = context.taskId().partition();
    this.source = "/" + ledgerName + "/" + GateApp.NAME + "/" + partition;
  }

  void decision(Decision decision) {
    String sink = GateTopology.sinkOf(decision.verdict());
    String agent = decision.intent().agent();
    var event =
        new CloudEvent(
            "io.floodwall.decision." + sink + ".v1",
            source,
            partition + "/" + decision.decisionSeq(),
            agent + "/" + decision.intent().id(),
            decision.decidedAtMs());
    context.forward(
        new Record<>(
            new RoutedKey(partition, agent),
            codec.encode(decision),
            decision.decidedAtMs(),
            event.headers()),
        sink);
  }

  void deadLetter(
      RecordMetadata at, byte @Nullable [] value, UnusableRecordException why, long nowMs) {
    context.forward(
        DeadLetter.of(GateApp.NAME, at, value, why.reason(), why.detail(), nowMs),
        GateTopology.DEAD_LETTERS);
  }
}
