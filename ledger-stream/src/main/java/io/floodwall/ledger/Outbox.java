package io.floodwall.ledger;

import io.floodwall.core.Reason;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.runtime.CloudEvents;
import io.floodwall.runtime.DeadLetter;
import io.floodwall.runtime.DeadLetterLog;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codec;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Puts entries and heads on their topics in the chain's own partition, and dead letters on theirs.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String ENTRY_TYPE = "io.floodwall.ledger.entry.v1";

  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG);
  private final ProcessorContext<RoutedKey, byte[]> context;
  private final Codec<PublishedHead> codec;
  private final int partition;
  private final CloudEvents events;

  Outbox(ProcessorContext<RoutedKey, byte[]> context, Codec<PublishedHead> codec, String name) {
    this.context = context;
    this.codec = codec;
    this.partition = context.taskId().partition();
    this.events = new CloudEvents(ENTRY_TYPE, "/" + name + "/" + LedgerApp.NAME + "/" + partition);
  }

  /** An entry; a null subject is the entry itself. */
  void entry(LedgerEntry entry, byte[] value, @Nullable String subject, long nowMs) {
    String key = LedgerEntry.key(partition, entry.seq());
    Headers headers = events.headers(key, subject == null ? key : subject, nowMs);
    context.forward(
        new Record<>(new RoutedKey(partition, key), value, nowMs, headers), LedgerTopology.ENTRIES);
  }

  void head(PublishedHead head, long nowMs) {
    var key = new RoutedKey(partition, Integer.toString(partition));
    context.forward(new Record<>(key, codec.encode(head), nowMs), LedgerTopology.HEADS);
  }

  void deadLetter(
      RecordMetadata at, byte @Nullable [] value, UnusableRecordException why, long nowMs) {
    // A number given twice means that there are two gates, or one that lost its state.
    Level level = why.reason() == Reason.DUPLICATE_DECISION ? Level.ERROR : Level.WARN;
    deadLetters.say(level, at, why.reason(), why.detail(), nowMs);
    context.forward(
        DeadLetter.of(LedgerApp.NAME, at, value, why.reason(), why.detail(), nowMs),
        LedgerTopology.DEAD_LETTERS);
  }
}
