package io.floodwall.app.system;

import io.floodwall.app.ledger.LedgerCheck;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Bytes;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a quiet wall's topics and counts what was lost, duplicated, torn or forked, knowing nothing
 * of how the applications work: a second opinion from the committed records alone.
 */
final class WallAudit {
  private final Wall wall;
  private final Map<Integer, TreeSet<Long>> intents = new TreeMap<>();
  private final Map<String, Integer> outcomes = new HashMap<>(); // partition/offset -> how many
  private final Map<String, Long> previous = new HashMap<>();
  private final Map<String, Bytes> decisions = new HashMap<>(); // partition/decisionSeq -> payload
  private final Map<Integer, TreeSet<Long>> decisionSeqs = new TreeMap<>();
  private final List<String> refusedKeys = new ArrayList<>();
  private long duplicated;

  private WallAudit(Wall wall) {
    this.wall = wall;
  }

  /** The counts; a sound and quiet wall has zeros after {@code refusals}. */
  record Report(
      long intents,
      long decisions,
      long refusals,
      long lost,
      long duplicated,
      long torn,
      long forked,
      List<String> examples) {
    /** Everything that must not be. */
    long faults() {
      return lost + duplicated + torn + forked;
    }

    @Override
    public String toString() {
      return "intents=%d decisions=%d refusals=%d lost=%d duplicated=%d torn=%d forked=%d %s"
          .formatted(intents, decisions, refusals, lost, duplicated, torn, forked, examples);
    }
  }

  static Report of(Wall wall) {
    var audit = new WallAudit(wall);
    audit.readInputs();
    return audit.compare();
  }

  private void readInputs() {
    var topics = wall.topics();
    each(
        topics.intents(),
        r -> intents.computeIfAbsent(r.partition(), p -> new TreeSet<>()).add(r.offset()));
    each(topics.refused(), this::refused);
    for (String topic : List.of(topics.admitted(), topics.deferred(), topics.rejected())) {
      each(topic, this::decided);
    }
  }

  private void refused(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Refusal refusal = wall.codecs().refusal().decode(record.value());
    answered(record.partition(), refusal.sourceOffset(), refusal.previousOffset());
    String key = record.partition() + "/" + refusal.reason();
    refusedKeys.add(key + "/" + refusal.sourceOffset());
  }

  private void decided(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Decision decision = wall.codecs().decision().decode(record.value());
    answered(
        record.partition(), decision.facts().sourceOffset(), decision.facts().previousOffset());
    Bytes payload = wall.codecs().unframe(record.value()).payload();
    if (decisions.put(record.partition() + "/" + decision.decisionSeq(), payload) != null) {
      duplicated++;
    }
    decisionSeqs
        .computeIfAbsent(record.partition(), p -> new TreeSet<>())
        .add(decision.decisionSeq());
  }

  private void answered(int partition, long offset, long before) {
    String key = partition + "/" + offset;
    if (outcomes.merge(key, 1, Integer::sum) > 1) {
      duplicated++;
    }
    previous.put(key, before);
  }

  private Report compare() {
    var examples = new ArrayList<String>();
    long lost = 0;
    long count = 0;
    for (var partition : intents.entrySet()) {
      long before = -1;
      for (long offset : partition.getValue()) {
        count++;
        String key = partition.getKey() + "/" + offset;
        if (!outcomes.containsKey(key)) {
          lost++;
          examples.add("lost " + key);
        } else if (previous.getOrDefault(key, -2L) != before) {
          lost++;
          examples.add("skipped before " + key + ": " + previous.get(key) + " is not " + before);
        }
        before = offset;
      }
    }
    var ledger = new LedgerSide();
    long torn = ledger.torn(examples);
    return new Report(
        count,
        decisions.size(),
        refusedKeys.size(),
        lost,
        duplicated,
        torn,
        ledger.forked,
        examples.stream().limit(10).toList());
  }

  /** What the ledger says, against what the topics say. */
  private final class LedgerSide {
    private final Map<String, Bytes> entries = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<Integer, Long> sizes = new TreeMap<>();
    private long forked;
    private long torn;

    long torn(List<String> examples) {
      String prefix = wall.prefix();
      var check = new LedgerCheck(wall, prefix.substring(0, prefix.length() - 1));
      for (LedgerCheck.Checked chain : check.run(this::entry, (done, total) -> {})) {
        forked += chain.findingsCount();
        chain.findings().forEach(finding -> examples.add(finding.line()));
        sizes.put(chain.partition(), chain.records());
      }
      decisions.forEach(
          (key, payload) ->
              tearIf(
                  !payload.equals(entries.get(key)),
                  "decision without its entry " + key,
                  examples));
      entries
          .keySet()
          .forEach(
              key ->
                  tearIf(
                      !decisions.containsKey(key), "entry without its decision " + key, examples));
      var told = new ArrayList<>(refusals);
      var given = new ArrayList<>(refusedKeys);
      told.sort(null);
      given.sort(null);
      tearIf(
          !told.equals(given),
          "refusals told " + told.size() + ", given " + given.size(),
          examples);
      decisionSeqs.forEach(
          (partition, seqs) ->
              tearIf(
                  seqs.last() != seqs.size() - 1 || seqs.first() != 0,
                  "decisionSeq has gaps in " + partition,
                  examples));
      heads(examples);
      return torn;
    }

    private void entry(int partition, LedgerEntry entry) {
      try {
        if (entry.kind() == EntryKind.VERDICT) {
          Decision decision =
              wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
          if (entries.put(partition + "/" + decision.decisionSeq(), entry.payload()) != null) {
            duplicated++;
          }
        } else if (entry.kind() == EntryKind.REFUSALS) {
          RefusalBatch batch =
              wall.codecs().refusalBatch().decodePayload(entry.schema(), entry.payload());
          for (var range : batch.ranges()) {
            Reason reason = range.reason();
            range
                .offsets()
                .forEach(offset -> refusals.add(partition + "/" + reason + "/" + offset));
          }
        }
      } catch (MalformedRecordException e) {
        torn++;
      }
    }

    private void heads(List<String> examples) {
      var last = new TreeMap<Integer, PublishedHead>();
      each(
          wall.topics().heads(),
          r -> last.put(r.partition(), wall.codecs().head().decode(r.value())));
      sizes.forEach(
          (partition, size) -> {
            PublishedHead head = last.get(partition);
            if (size > 0) {
              tearIf(
                  head == null || head.head().size() != size,
                  "head of " + partition + " is not " + size,
                  examples);
            }
            var seqs = decisionSeqs.get(partition);
            if (seqs != null && head != null) {
              tearIf(
                  head.decisionsThrough() != seqs.last(),
                  "decisionsThrough of " + partition,
                  examples);
            }
          });
    }

    private void tearIf(boolean isTorn, String what, List<String> examples) {
      if (isTorn) {
        torn++;
        examples.add(what);
      }
    }
  }

  /** Reads a topic whole. */
  private void each(String topic, Reader reader) {
    var topics = new TopicReader(wall);
    topics.read(
        topics.partitionsOf(topic),
        record -> {
          try {
            reader.read(record);
          } catch (MalformedRecordException e) {
            throw new IllegalStateException(topic + " holds a record that does not decode", e);
          }
        });
  }

  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }
}
