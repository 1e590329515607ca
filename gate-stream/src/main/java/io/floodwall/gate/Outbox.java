package io.floodwall.gate;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.runtime.CloudEvents;
import io.floodwall.runtime.DeadLetter;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Puts decisions and dead letters on their topics, decisions in the partition they came from. */
final class Outbox {
  private final ProcessorContext<RoutedKey, byte[]> context;
  private final Codec<Decision> codec;
  private final int partition;
  private final Map<Verdict, CloudEvents> events = new EnumMap<>(Verdict.class);

  Outbox(ProcessorContext<RoutedKey, byte[]> context, Codec<Decision> codec, String ledgerName) {
    this.context = context;
    this.codec = codec;
    this.partition = context.taskId().partition();
    String source = "/" + ledgerName + "/" + GateApp.NAME + "/" + partition;
    for (Verdict verdict : Verdict.values()) {
      String type = "io.floodwall.decision." + GateTopology.sinkOf(verdict) + ".v1";
      events.put(verdict, new CloudEvents(type, source));
    }
  }

  void decision(Decision decision) {
    Verdict verdict = decision.verdict();
    String agent = decision.intent().agent();
    Headers headers =
        Objects.requireNonNull(events.get(verdict))
            .headers(
                partition + "/" + decision.decisionSeq(),
                agent + "/" + decision.intent().id(),
                decision.decidedAtMs());
    context.forward(
        new Record<>(
            new RoutedKey(partition, agent),
            codec.encode(decision),
            decision.decidedAtMs(),
            headers),
        GateTopology.sinkOf(verdict));
  }

  void deadLetter(
      RecordMetadata at, byte @Nullable [] value, UnusableRecordException why, long nowMs) {
    context.forward(
        DeadLetter.of(GateApp.NAME, at, value, why.reason(), why.detail(), nowMs),
        GateTopology.DEAD_LETTERS);
  }
}
