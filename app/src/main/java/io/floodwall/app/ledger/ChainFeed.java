package io.floodwall.app.ledger;

import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.ChainVerifier;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.replay.NumberSet;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one partition of the ledger topic, in log order, to the verifier of its chain, and adds
 * what only the log shows.
 *
 * <p>Bytes that the client cannot read say nothing of themselves, not even a key. How many entries
 * they were is told by the next entry that can be read or, at the log's end, by the published head.
 */
final class ChainFeed {
  private final int partition;
  private final Codecs codecs;
  private final Heads.@Nullable Told told;
  private final List<Finding> headFindings;
  private final ChainVerifier chain;
  private final NumberSet decisions = new NumberSet();
  private boolean decisionsKnown = true;
  private @Nullable Gap gap;
  private long next;
  private long repeats;

  /** A feed for the chain of {@code partition} in the ledger called {@code name}. */
  ChainFeed(int partition, String name, Codecs codecs, Heads heads) {
    this.partition = partition;
    this.codecs = codecs;
    this.told = heads.of(name, partition);
    this.headFindings = heads.findings(name, partition);
    this.chain = new ChainVerifier(partition, Chain.genesis(Chain.origin(name, partition)));
    if (told != null) {
      chain.expectHead(told.head(), told.place());
    }
  }

  /** Offsets in a row that cannot be read. */
  private record Gap(String topic, long first, long last, String why) {
    long count() {
      return last - first + 1;
    }

    String place(int partition) {
      String start = Where.of(topic, partition, first);
      return first == last ? start : start + " to " + last;
    }
  }

  /** The next record; answers the entry in it, or null where there is none. */
  @Nullable LedgerEntry record(ConsumerRecord<byte[], byte[]> record) {
    String key = Where.key(record);
    if (record.value() == null) {
      chain.tombstone(key, Where.of(record));
      passOver(key);
      return null;
    }
    try {
      LedgerEntry entry = codecs.ledgerEntry().decode(record.value());
      closeGap(entry.seq());
      chain.record(key, entry, Where.of(record));
      next = Math.max(next, entry.seq() + 1);
      countDecision(entry);
      return entry;
    } catch (MalformedRecordException e) {
      chain.unreadable(key, Where.of(record), String.valueOf(e.getMessage()));
      passOver(key);
      return null;
    }
  }

  /** The next offset, whose bytes the client cannot read. */
  void unreadable(String topic, long offset, String why) {
    if (gap != null && gap.last() + 1 == offset) {
      gap = new Gap(topic, gap.first(), offset, gap.why());
    } else {
      closeGap(next);
      gap = new Gap(topic, offset, offset, why);
    }
  }

  /** The log's end, called {@code place}: what was found on the way to it. */
  LedgerCheck.Checked end(String place) {
    if (gap != null) {
      closeGap(told == null ? next + gap.count() : told.head().size());
    }
    chain.end(place);
    List<Finding> findings = withoutRepeats(chain.findings());
    findings.addAll(headFindings);
    long count = chain.findingsCount() - repeats + headFindings.size();
    if (count == 0 && told != null && decisionsKnown) {
      compareDecisions(told).forEach(findings::add);
      count = findings.size();
    }
    return new LedgerCheck.Checked(partition, chain.records(), chain.head(), findings, count);
  }

  /** Names what the gap took: the entries before {@code seq}, as far as the gap's offsets reach. */
  private void closeGap(long seq) {
    Gap closed = gap;
    if (closed == null) {
      return;
    }
    gap = null;
    String place = closed.place(partition);
    long lost = Math.min(seq - next, closed.count());
    if (lost
        <= 0) { // no entry is missing: it was a transaction's marker, or what an aborted one left
      chain.unreadable(null, place, closed.why());
      return;
    }
    String why =
        lost == 1
            ? closed.why()
            : "entries " + next + " to " + (next + lost - 1) + ": " + closed.why();
    for (long i = 0; i < lost; i++) {
      chain.unreadable(LedgerEntry.key(partition, next), place, why);
      next++;
    }
    repeats += lost - 1;
  }

  /** One fault is one finding: of the entries that a gap took, the first stands for all. */
  private List<Finding> withoutRepeats(List<Finding> findings) {
    var distinct = new ArrayList<Finding>();
    var gaps = new HashSet<String>();
    for (Finding finding : findings) {
      if (finding.check() != Finding.Check.BYTES || gaps.add(finding.place())) {
        distinct.add(finding);
      }
    }
    return distinct;
  }

  private void passOver(@Nullable String key) {
    if (LedgerEntry.key(partition, next).equals(key)) {
      next++;
    }
  }

  private void countDecision(LedgerEntry entry) {
    if (entry.kind() != EntryKind.VERDICT || told == null || entry.seq() >= told.head().size()) {
      return;
    }
    try {
      decisions.add(codecs.decision().decodePayload(entry.schema(), entry.payload()).decisionSeq());
    } catch (MalformedRecordException e) {
      decisionsKnown =
          false; // a later floodwall's decision, say: the chain is checked all the same
    }
  }

  /** What deployers wait for must be what the entries say. */
  private List<Finding> compareDecisions(Heads.Told at) {
    long said = at.published().decisionsThrough();
    if (said == decisions.through()) {
      return List.of();
    }
    String detail =
        "the head says that decisions up to "
            + said
            + " are on record, the entries say up to "
            + decisions.through();
    return List.of(new Finding(Finding.Check.HEAD, partition, -1, at.place(), detail));
  }
}
