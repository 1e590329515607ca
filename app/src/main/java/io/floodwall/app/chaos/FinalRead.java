package io.floodwall.app.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.LedgerCheck;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads a quiet wall's topics to their ends, committed records only, and puts what is there into
 * the history. It judges nothing: that is the checker's.
 */
final class FinalRead {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Wall wall;
  private final History history;

  private FinalRead(Wall wall, History history) {
    this.wall = wall;
    this.history = history;
  }

  static void of(Wall wall, History history) {
    var read = new FinalRead(wall, history);
    var topics = wall.topics();
    read.positions();
    read.rolledBack(List.of(topics.admitted(), topics.deferred(), topics.rejected()));
    read.each(topics.intents(), read::intent);
    read.each(topics.waiting(), read::waiting);
    read.each(topics.refused(), read::refused);
    read.each(topics.admitted(), read::decided);
    read.each(topics.deferred(), read::decided);
    read.each(topics.rejected(), read::decided);
    read.ledger();
    read.each(topics.heads(), read::head);
  }

  private void positions() {
    new Lag(wall)
        .committed("admission")
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(wall.topics().intents())) {
                history.ok(
                    "position",
                    partition.toString(),
                    event -> event.with("partition", partition.partition()).with("offset", offset));
              }
            });
  }

  /** Verdicts that were written and then rolled back: nobody who reads committed ones sees them. */
  private void rolledBack(List<String> verdicts) {
    var topics = new TopicReader(wall);
    var partitions = new ArrayList<TopicPartition>();
    verdicts.forEach(topic -> partitions.addAll(topics.partitionsOf(topic)));
    var committed = new AtomicLong();
    topics.read(partitions, record -> committed.incrementAndGet());
    long all = 0;
    try (Consumer<byte[], byte[]> consumer = wall.consumerOfRolledBackToo()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        all += consumer.poll(POLL).count();
      }
    }
    long rolledBack = all - committed.get();
    history.ok("rolled-back", "verdicts", event -> event.with("records", rolledBack));
  }

  private void intent(ConsumerRecord<byte[], byte[]> record) {
    String agent = "";
    try {
      Intent intent = wall.codecs().intent().decode(record.value());
      agent = intent.agent();
    } catch (MalformedRecordException e) {
      // bad input: its id is in its header all the same
    }
    String whose = agent;
    Header header = record.headers().lastHeader(Flood.ID_HEADER);
    String id = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    history.ok(
        "intent",
        id,
        event ->
            event
                .with("agent", whose)
                .with("partition", record.partition())
                .with("offset", record.offset())
                .with("appendMs", record.timestamp()));
  }

  private void waiting(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Waiting waiting = wall.codecs().waiting().decode(record.value());
    history.ok(
        "waiting",
        waiting.agent() + "/" + waiting.intentId(),
        event ->
            event.with("partition", record.partition()).with("source", waiting.sourceOffset()));
  }

  private void refused(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Refusal refusal = wall.codecs().refusal().decode(record.value());
    history.ok(
        "answer",
        refusal.agent() + "/" + refusal.intentId(),
        event ->
            event
                .with("verdict", "refuse")
                .with("reason", refusal.reason().name())
                .with("partition", record.partition())
                .with("source", refusal.sourceOffset())
                .with("previous", refusal.previousOffset()));
  }

  private void decided(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Decision decision = wall.codecs().decision().decode(record.value());
    String payload = wall.codecs().unframe(record.value()).payload().sha256().toString();
    history.ok(
        "answer",
        decision.intent().agent() + "/" + decision.intent().id(),
        event ->
            event
                .with("verdict", decision.verdict().label())
                .with("reason", decision.ruling().reason().name())
                .with("partition", record.partition())
                .with("source", decision.facts().sourceOffset())
                .with("previous", decision.facts().previousOffset())
                .with("decision", decision.decisionSeq())
                .with("payload", payload));
  }

  private void ledger() {
    String prefix = wall.prefix();
    var check = new LedgerCheck(wall, prefix.substring(0, prefix.length() - 1));
    for (LedgerCheck.Checked chain : check.run(this::entry, (done, total) -> {})) {
      for (Finding finding : chain.findings()) {
        history.ok(
            "finding",
            finding.place(),
            event ->
                event
                    .with("partition", finding.partition())
                    .with("check", finding.check().name())
                    .with("why", finding.line()));
      }
    }
  }

  private void entry(int partition, LedgerEntry entry) {
    history.ok(
        "entry",
        LedgerEntry.key(partition, entry.seq()),
        event -> {
          event
              .with("partition", partition)
              .with("seq", entry.seq())
              .with("prev", entry.prev().toString())
              .with("digest", entry.digest().toString())
              .with("kind", entry.kind().name());
          try {
            return told(event, entry);
          } catch (MalformedRecordException e) {
            return event.with("malformed", String.valueOf(e.getMessage()));
          }
        });
  }

  private Event told(Event event, LedgerEntry entry) throws MalformedRecordException {
    if (entry.kind() == EntryKind.VERDICT) {
      Decision decision = wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
      return event
          .with("decision", decision.decisionSeq())
          .with("payload", entry.payload().sha256().toString());
    }
    if (entry.kind() == EntryKind.REFUSALS) {
      RefusalBatch batch =
          wall.codecs().refusalBatch().decodePayload(entry.schema(), entry.payload());
      ObjectNode refusals = Json.object();
      for (var range : batch.ranges()) {
        ArrayNode offsets = refusals.withArray(range.reason().name());
        range.offsets().forEach(offsets::add);
      }
      return event.with("refusals", refusals);
    }
    return event;
  }

  private void head(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    PublishedHead head = wall.codecs().head().decode(record.value());
    history.ok(
        "head",
        head.origin(),
        event ->
            event
                .with("partition", record.partition())
                .with("size", head.head().size())
                .with("digest", head.head().digest().toString())
                .with("through", head.decisionsThrough()));
  }

  private void each(String topic, Reader reader) {
    var topics = new TopicReader(wall);
    topics.read(
        topics.partitionsOf(topic),
        record -> {
          try {
            reader.read(record);
          } catch (MalformedRecordException e) {
            history.ok(
                "finding",
                topic + "/" + record.partition() + "/" + record.offset(),
                event -> event.with("check", "DECODES").with("why", topic + ": " + e.getMessage()));
          }
        });
  }

  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }
}
