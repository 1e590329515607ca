package io.floodwall.app.ledger;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.admission.AdmissionRows;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.audit.Discrepancies;
import io.floodwall.core.audit.Outcomes;
import io.floodwall.core.audit.PartitionAudit;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.gate.GateApp;
import io.floodwall.ledger.LedgerApp;
import io.floodwall.ledger.LedgerRows;
import io.floodwall.runtime.Changelogs;
import io.floodwall.runtime.RowStore;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a wall, part by part in the order of its flow, for the audit of its partitions.
 *
 * <p>A wall that runs goes on meanwhile. So how far the applications have read is asked first, and
 * each part is read up to a later moment than the one before it.
 */
final class Audit {
  private final OpenLedger ledger;
  private final Codecs codecs;
  private final Topics topics;
  private final Settled settled;
  private final Discrepancies found = new Discrepancies();
  private final Map<Integer, PartitionAudit> partitions = new TreeMap<>();
  private final AuditReading reading;
  private final BiConsumer<Long, Long> progress;

  Audit(OpenLedger ledger, long timeoutMs, DataOut talk, BiConsumer<Long, Long> progress) {
    this.ledger = ledger;
    this.codecs = ledger.wall().codecs();
    this.topics = ledger.wall().topics();
    this.settled = new Settled(ledger.wall(), timeoutMs);
    this.reading = new AuditReading(ledger, settled, found, talk, progress);
    this.progress = progress;
  }

  WallAudited run() {
    List<TopicPartition> chains = ledger.partitions(List.of());
    Map<TopicPartition, Long> early = settled.ends(chains);
    GroupOffsets admission = GroupOffsets.of(ledger.wall(), AdmissionApp.NAME);
    GroupOffsets gate = GroupOffsets.of(ledger.wall(), GateApp.NAME);
    GroupOffsets recorder = GroupOffsets.of(ledger.wall(), LedgerApp.NAME);
    for (TopicPartition chain : chains) {
      Long consumed = admission.of(topics.intents(), chain.partition());
      partitions.put(chain.partition(), new PartitionAudit(chain.partition(), consumed, found));
    }
    room(record -> of(record).waiting(AdmissionRows.offsetOfRoomKey(record.key())));
    openRefusals();
    candidates(gate);
    refusals(recorder);
    for (Verdict verdict : Verdict.values()) {
      decisions(verdict, recorder);
    }
    List<LedgerCheck.Checked> checked = entries(chains, early);
    intents();
    room(
        record ->
            of(record).stillWaiting(AdmissionRows.offsetOfRoomKey(record.key()), Where.of(record)));
    List<Outcomes> outcomes = partitions.values().stream().map(PartitionAudit::end).toList();
    long onTopics = partitions.values().stream().mapToLong(PartitionAudit::decisionsTold).sum();
    return new WallAudited(outcomes, onTopics, found, reading.taken(), checked);
  }

  private void candidates(GroupOffsets gate) {
    reading.eachLeft(
        topics.candidates(),
        record -> {
          long offset = codecs.candidate().decode(record.value()).facts().sourceOffset();
          if (reading.isOffset(offset, record)) {
            of(record).candidate(offset, isRead(gate, record));
          }
        });
  }

  private void refusals(GroupOffsets recorder) {
    reading
        .begins(topics.refused())
        .forEach((partition, begin) -> of(partition).refusalsBegin(begin > 0));
    reading.eachLeft(
        topics.refused(),
        record -> {
          Refusal refusal = codecs.refusal().decode(record.value());
          if (reading.isAtHome(refusal.sourcePartition(), refusal.agent(), record)
              && reading.isOffset(refusal.sourceOffset(), record)) {
            of(record).refusal(refusal.sourceOffset(), isRead(recorder, record), Where.of(record));
          }
        });
  }

  private void decisions(Verdict verdict, GroupOffsets recorder) {
    String topic = topics.verdict(verdict);
    reading
        .begins(topic)
        .forEach((partition, begin) -> of(partition).decisionsBegin(verdict, begin > 0));
    reading.eachLeft(
        topic,
        record -> {
          Decision decision = codecs.decision().decode(record.value());
          if (decision.verdict() != verdict || !decision.topic().equals(topic)) {
            found.stray(
                record.partition(), Where.of(record), "a decision that names another topic");
          } else if (reading.isAtHome(
                  decision.facts().sourcePartition(), decision.intent().agent(), record)
              && reading.isOffset(decision.facts().sourceOffset(), record)) {
            Framed framed = codecs.unframe(record.value());
            of(record)
                .decision(
                    new PartitionAudit.Told(
                        decision.decisionSeq(),
                        decision.facts().sourceOffset(),
                        verdict,
                        fingerprint(framed.fingerprint(), framed.payload().sha256()),
                        isRead(recorder, record),
                        Where.of(record)));
          }
        });
  }

  private List<LedgerCheck.Checked> entries(
      List<TopicPartition> chains, Map<TopicPartition, Long> early) {
    reading.settle(chains);
    return new LedgerCheck(ledger.wall(), ledger.name())
        .run(
            ledger.heads(),
            chains,
            (record, entry) -> {
              var chain = new TopicPartition(record.topic(), record.partition());
              entry(record, entry, record.offset() < early.getOrDefault(chain, 0L));
            },
            progress);
  }

  private void entry(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry, boolean isEarly) {
    Payload payload = Payload.of(entry, codecs);
    String place = LedgerEntry.key(record.partition(), entry.seq());
    if (payload instanceof DecisionPayload ruled) {
      Decision decision = ruled.decision();
      long offset = decision.facts().sourceOffset();
      if (reading.isOffset(offset, record)) {
        long bytes = fingerprint(entry.schema(), entry.payload().sha256());
        var told =
            new PartitionAudit.Told(
                decision.decisionSeq(), offset, decision.verdict(), bytes, isEarly, place);
        of(record).recorded(new PartitionAudit.Recorded(told, fingerprint(decision.intent())));
      }
    } else if (payload instanceof Payload.Refusals refusals) {
      for (RefusalBatch.Range range : refusals.batch().ranges()) {
        for (long offset : range.offsets()) {
          if (reading.isOffset(offset, record)) {
            of(record).recordedRefusal(offset, range.reason(), isEarly, place);
          }
        }
      }
    } else if (payload instanceof Payload.Opaque opaque) {
      found.unreadable(record.partition(), place, opaque.text());
    }
  }

  private void intents() {
    Map<Integer, Long> begins = reading.begins(topics.intents());
    partitions.forEach(
        (number, partition) -> partition.intentsBegin(begins.getOrDefault(number, 0L)));
    reading.eachLeft(
        topics.intents(),
        record -> of(record).intent(record.offset(), fingerprintOf(record), Where.of(record)));
  }

  private void room(AuditReading.Reader reader) {
    String changelog = changelog(AdmissionApp.NAME, AdmissionRows.ROOM);
    var last = new HashMap<TopicPartition, TreeMap<byte[], ConsumerRecord<byte[], byte[]>>>();
    reading.each(
        changelog,
        record -> {
          var rows =
              last.computeIfAbsent(
                  new TopicPartition(record.topic(), record.partition()),
                  p -> new TreeMap<>(Arrays::compareUnsigned));
          if (record.value() == null) {
            rows.remove(record.key());
          } else {
            rows.put(record.key(), withoutValue(record));
          }
        });
    for (var rows : last.values()) {
      for (ConsumerRecord<byte[], byte[]> row : rows.values()) {
        reading.safely(reader, row);
      }
    }
  }

  private void openRefusals() {
    var stores = new HashMap<Integer, RowStore>();
    reading.each(
        changelog(LedgerApp.NAME, LedgerRows.REFUSALS),
        record ->
            stores
                .computeIfAbsent(record.partition(), p -> new RowStore(LedgerRows.REFUSALS))
                .put(record.key(), record.value()));
    stores.forEach(
        (partition, rows) -> LedgerRows.openRefusals(rows).forEach(of(partition)::openRefusal));
  }

  private String changelog(String app, String store) {
    return Changelogs.name(ledger.wall().prefix() + app, store);
  }

  private long fingerprintOf(ConsumerRecord<byte[], byte[]> record) {
    try {
      return fingerprint(codecs.intent().decode(record.value()));
    } catch (MalformedRecordException e) {
      return 0; // no decision holds it
    }
  }

  private long fingerprint(Intent intent) {
    return Hash.sha256(codecs.intent().encode(intent)).prefix();
  }

  private static long fingerprint(Hash schema, Hash payload) {
    return Hash.sha256(schema.toBytes(), payload.toBytes()).prefix();
  }

  private static boolean isRead(GroupOffsets group, ConsumerRecord<byte[], byte[]> record) {
    return group.isRead(record.topic(), record.partition(), record.offset());
  }

  private static ConsumerRecord<byte[], byte[]> withoutValue(
      ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(), record.partition(), record.offset(), record.key(), new byte[0]);
  }

  private PartitionAudit of(ConsumerRecord<byte[], byte[]> record) {
    return of(record.partition());
  }

  private PartitionAudit of(int partition) {
    PartitionAudit audit = partitions.get(partition);
    if (audit == null) {
      throw new IllegalStateException("no audit of partition " + partition);
    }
    return audit;
  }
}
