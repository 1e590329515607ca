package io.floodwall.app.ledger;

import static io.floodwall.app.ledger.ByPartition.ofPartition;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.admission.AdmissionConfig;
import io.floodwall.admission.RebuiltAdmission;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.gate.GateApp;
import io.floodwall.gate.RebuiltGate;
import io.floodwall.ledger.LedgerApp;
import io.floodwall.ledger.RebuiltLedger;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes the state of all applications anew from the ledger and from what is left of the wall's
 * topics. Nothing is decided again.
 *
 * <p>An application has read a topic up to the last record that it acted on: the ledger's are on
 * record, the gate's are decided, admission's have any answer or wait. What lies behind is read
 * once the applications run again. Controls and bundles are in force, all of them.
 */
final class Rebuild {
  private final OpenLedger ledger;
  private final AdmissionConfig config;
  private final Codecs codecs;
  private final Topics topics;
  private final Settled settled;
  private final BiConsumer<Long, Long> progress;
  private final Map<Integer, RebuildEvidence> evidence = new TreeMap<>();
  private final Map<Integer, RebuiltAdmission> admissions = new TreeMap<>();
  private final Map<Integer, RebuiltGate> gates = new TreeMap<>();
  private final Map<Integer, RebuiltLedger> ledgers = new TreeMap<>();
  private final RebuiltWall wall = new RebuiltWall();

  Rebuild(
      OpenLedger ledger, AdmissionConfig config, Settled settled, BiConsumer<Long, Long> progress) {
    this.ledger = ledger;
    this.config = config;
    this.codecs = ledger.wall().codecs();
    this.topics = ledger.wall().topics();
    this.settled = settled;
    this.progress = progress;
  }

  /** The chains, verified on the way, and what is to be written when they are valid. */
  record Outcome(List<LedgerCheck.Checked> chains, RebuiltWall wall) {
    boolean isValid() {
      return chains.stream().allMatch(LedgerCheck.Checked::isValid);
    }
  }

  Outcome run() {
    List<TopicPartition> chains = ledger.partitions(List.of());
    Map<TopicPartition, Long> begins = settled.begins(partitionsOf(topics.intents()));
    begins.forEach(
        (partition, begin) -> {
          int p = partition.partition();
          evidence.put(p, new RebuildEvidence(begin));
          admissions.put(p, new RebuiltAdmission(config, codecs, p, chains.size()));
          gates.put(p, new RebuiltGate(codecs));
          ledgers.put(p, new RebuiltLedger(codecs, Chain.origin(ledger.name(), p)));
        });
    settled.await(chains);
    List<LedgerCheck.Checked> checked =
        new LedgerCheck(ledger.wall(), ledger.name())
            .run(ledger.heads(), chains, this::entry, progress);
    var outcome = new Outcome(checked, wall);
    if (outcome.isValid()) {
      positions();
      intents(begins);
    }
    return outcome;
  }

  private void entry(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry) {
    RebuildEvidence seen = ofPartition(evidence, record);
    RebuiltLedger state = ofPartition(ledgers, record);
    state.entry(entry, record.value());
    Payload payload = Payload.of(entry, codecs);
    if (payload instanceof DecisionPayload ruled) {
      Decision decision = ruled.decision();
      if (!seen.isDecisionOnRecord(decision.decisionSeq())) {
        state.decided(decision.decisionSeq());
      }
      seen.decided(decision, true);
    } else if (payload instanceof Payload.Refusals refusals) {
      for (RefusalBatch.Range range : refusals.batch().ranges()) {
        range.offsets().forEach(offset -> seen.refused(offset, range.reason(), true));
      }
    } else {
      seen.onRecord(entry.payload().sha256());
    }
  }

  private void positions() {
    for (Verdict verdict : Verdict.values()) {
      behindTheLast(
          LedgerApp.NAME,
          topics.verdict(verdict),
          record -> {
            Decision decision = codecs.decision().decode(record.value());
            ofPartition(evidence, record).decided(decision, false);
            return ofPartition(evidence, record).isDecisionOnRecord(decision.decisionSeq());
          });
    }
    behindTheLast(
        LedgerApp.NAME,
        topics.refused(),
        record -> {
          var refusal = codecs.refusal().decode(record.value());
          RebuildEvidence seen = ofPartition(evidence, record);
          seen.refused(refusal.sourceOffset(), refusal.reason(), false);
          seen.preceded(refusal.previousOffset());
          return seen.isRefusalOnRecord(refusal.sourceOffset());
        });
    behindTheLast(LedgerApp.NAME, topics.outcomes(), this::isOnRecord);
    behindTheLast(
        LedgerApp.NAME,
        topics.policies(),
        record -> {
          ofPartition(gates, record).published(record.key(), record.value());
          return isOnRecord(record);
        });
    behindTheLast(
        LedgerApp.NAME,
        topics.controls(),
        record -> {
          ofPartition(admissions, record).control(asInput(record), record.offset());
          return isOnRecord(record);
        });
    behindTheLast(
        GateApp.NAME,
        topics.candidates(),
        record -> {
          var facts = codecs.candidate().decode(record.value()).facts();
          ofPartition(evidence, record).released(facts);
          return ofPartition(evidence, record).isDecided(facts.sourceOffset());
        });
    each(
        topics.waiting(),
        record -> {
          ofPartition(evidence, record).waited(codecs.waiting().decode(record.value()));
          return true;
        });
    settled
        .ends(partitionsOf(topics.policies()))
        .forEach((partition, end) -> wall.offset(GateApp.NAME, partition, end));
    settled
        .ends(partitionsOf(topics.controls()))
        .forEach((partition, end) -> wall.offset(AdmissionApp.NAME, partition, end));
  }

  private void intents(Map<TopicPartition, Long> begins) {
    evidence.forEach(
        (partition, seen) -> {
          RebuiltAdmission admission = ofPartition(admissions, partition);
          seen.beforeRetention().forEach(admission::decided);
        });
    var previous = new HashMap<Integer, Long>();
    each(
        topics.intents(),
        record -> {
          if (record.offset() <= ofPartition(evidence, record).consumed()) {
            intent(record, previous.getOrDefault(record.partition(), -1L));
          }
          previous.put(record.partition(), record.offset());
          return true;
        });
    begins.forEach(this::close);
  }

  private void intent(ConsumerRecord<byte[], byte[]> record, long previous) {
    RebuildEvidence seen = ofPartition(evidence, record);
    RebuiltAdmission admission = ofPartition(admissions, record);
    long offset = record.offset();
    Record<byte[], byte[]> input = asInput(record);
    TokenBucket bucket = seen.bucketOf(offset);
    if (bucket != null) {
      admission.released(input, offset, bucket);
    } else if (seen.isRateLimited(offset)) {
      admission.rateLimited(input);
    } else if (seen.isAcceptedThenRefused(offset)) {
      admission.acceptedThenRefused(input, offset);
    } else if (seen.isRefused(offset)) {
      admission.refused(input);
    } else if (!admission.waits(input, offset, previous, seen.newsOf(offset))) {
      wall.remark(Where.of(record) + ": admission has read it, it has no answer, and cannot wait");
    }
  }

  private void close(TopicPartition intents, long begin) {
    int partition = intents.partition();
    RebuildEvidence seen = ofPartition(evidence, partition);
    RebuiltAdmission admission = ofPartition(admissions, partition);
    seen.lost().forEach(offset -> wall.lost(intents + "@" + offset + ": it waited"));
    if (seen.consumed() + 1 < begin) {
      wall.lost(
          intents
              + "@"
              + (seen.consumed() + 1)
              + " to "
              + (begin - 1)
              + ": admission may not have read them");
    }
    if (admission.deviations() > 0) {
      wall.remark(
          ("partition %d: %d times the bucket on record, which counts, is not what the configured"
                  + " rate leads to. Is this admission's configuration?")
              .formatted(partition, admission.deviations()));
    }
    wall.waiting(admission.waiting());
    wall.offset(AdmissionApp.NAME, intents, Math.max(begin, seen.consumed() + 1));
    wall.stores(AdmissionApp.NAME, partition, admission.stores(seen.consumed()));
    wall.stores(GateApp.NAME, partition, ofPartition(gates, partition).stores(seen.nextDecision()));
    wall.stores(LedgerApp.NAME, partition, ofPartition(ledgers, partition).stores());
  }

  /** Whether a record was acted on. */
  private interface Acted {
    boolean on(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  /** An application goes on behind the last record that it acted on: at the end if that is all. */
  private void behindTheLast(String app, String topic, Acted acted) {
    List<TopicPartition> all = partitionsOf(topic);
    var behind = new HashMap<>(settled.begins(all));
    var unread = new HashSet<Integer>();
    each(
        topic,
        record -> {
          unread.add(record.partition());
          if (acted.on(record)) {
            unread.remove(record.partition());
            behind.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
          }
          return true;
        });
    Map<TopicPartition, Long> ends = settled.ends(all);
    behind.forEach(
        (partition, offset) -> {
          boolean isAll = !unread.contains(partition.partition());
          wall.offset(app, partition, isAll ? ends.getOrDefault(partition, offset) : offset);
        });
  }

  private void each(String topic, Acted reader) {
    List<TopicPartition> all = partitionsOf(topic);
    if (!settled.await(all)) {
      throw new CommandException(
          ExitCode.ERROR,
          "nothing was written: a transaction stays open in "
              + topic
              + "; wait for its timeout, and try again");
    }
    new TopicReader(ledger.wall())
        .read(
            all,
            record -> {
              try {
                reader.on(record);
              } catch (MalformedRecordException e) {
                return; // a dead letter then, and one again if it is read again
              }
            });
  }

  private boolean isOnRecord(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return ofPartition(evidence, record)
        .takeOnRecord(codecs.unframe(record.value()).payload().sha256());
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return new TopicReader(ledger.wall()).partitionsOf(topic);
  }

  private static Record<byte[], byte[]> asInput(ConsumerRecord<byte[], byte[]> record) {
    return new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
  }
}
