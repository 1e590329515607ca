package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.runtime.CloudEvents;
import io.floodwall.runtime.DeadLetter;
import io.floodwall.runtime.DeadLetterLog;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.schemas.Codecs;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Puts what admission says on its topics, in the partition the intent came from. */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG);
  private final ProcessorContext<RoutedKey, byte[]> context;
  private final Codecs codecs;
  private final int partition;
  private final CloudEvents refusals;
  private final AdmissionMeters meters;

  Outbox(
      ProcessorContext<RoutedKey, byte[]> context,
      Codecs codecs,
      String ledgerName,
      AdmissionMeters meters) {
    this.context = context;
    this.codecs = codecs;
    this.meters = meters;
    this.partition = context.taskId().partition();
    this.refusals =
        new CloudEvents(
            "io.floodwall.refused.v1",
            "/" + ledgerName + "/" + AdmissionApp.NAME + "/" + partition);
  }

  void candidate(Candidate candidate) {
    var key = new RoutedKey(partition, candidate.intent().agent());
    byte[] value = codecs.candidate().encode(candidate);
    context.forward(
        new Record<>(key, value, candidate.facts().releasedAtMs()), AdmissionTopology.CANDIDATES);
    meters.released();
  }

  void waiting(Candidate candidate) {
    var intent = candidate.intent();
    var facts = candidate.facts();
    var news =
        new Waiting(
            intent.tenant(),
            intent.agent(),
            intent.id(),
            intent.priority(),
            facts.depth(),
            facts.sourcePartition(),
            facts.sourceOffset(),
            facts.queuedAtMs());
    context.forward(
        new Record<>(
            new RoutedKey(partition, intent.agent()),
            codecs.waiting().encode(news),
            facts.queuedAtMs()),
        AdmissionTopology.WAITING);
    meters.waited();
  }

  void refusal(Refusal refusal) {
    String place = refusal.sourcePartition() + "/" + refusal.sourceOffset();
    boolean named = refusal.intentId() != null && !refusal.agent().isEmpty();
    String subject = named ? refusal.agent() + "/" + refusal.intentId() : place;
    long atMs = refusal.refusedAtMs();
    var key = new RoutedKey(partition, refusal.agent().isEmpty() ? null : refusal.agent());
    context.forward(
        new Record<>(
            key, codecs.refusal().encode(refusal), atMs, refusals.headers(place, subject, atMs)),
        AdmissionTopology.REFUSED);
    meters.refused(refusal.reason());
  }

  void deadLetter(
      RecordMetadata at, byte @Nullable [] value, Reason reason, String detail, long nowMs) {
    deadLetters.say(Level.WARN, at, reason, detail, nowMs);
    context.forward(
        DeadLetter.of(AdmissionApp.NAME, at, value, reason, detail, nowMs),
        AdmissionTopology.DEAD_LETTERS);
    meters.deadLetter(reason);
  }
}
