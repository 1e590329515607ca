package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;

/** What the ledger wrote, held against what a chain is, entry by entry and head by head. */
final class SimulatedLedger {
  private final Codecs codecs;
  private final List<Hash> digests = new ArrayList<>(); // of the entries, genesis first
  private final Set<Long> decided = new HashSet<>();
  private final Set<Long> refused = new HashSet<>();
  private long published;
  private long through = -1;

  SimulatedLedger(Codecs codecs) {
    this.codecs = codecs;
    digests.add(Chain.genesis(Chain.origin("floodwall", 0)).digest());
  }

  void take(boolean isHead, TestRecord<byte[], byte[]> record) throws MalformedRecordException {
    if (isHead) {
      head(codecs.head().decode(record.value()));
    } else {
      entry(codecs.ledgerEntry().decode(record.value()));
    }
  }

  private void entry(LedgerEntry entry) throws MalformedRecordException {
    assertThat(entry.seq()).isEqualTo(digests.size() - 1L);
    assertThat(entry.prev()).isEqualTo(digests.get(digests.size() - 1));
    assertThat(entry.isSound()).isTrue();
    digests.add(entry.digest());
    if (entry.kind() == EntryKind.VERDICT) {
      Decision decision = codecs.decision().decodePayload(entry.schema(), entry.payload());
      assertThat(decided.add(decision.decisionSeq())).as("one entry a decision").isTrue();
    } else if (entry.kind() == EntryKind.REFUSALS) {
      var batch = codecs.refusalBatch().decodePayload(entry.schema(), entry.payload());
      for (var range : batch.ranges()) {
        range.offsets().forEach(offset -> assertThat(refused.add(offset)).isTrue());
      }
    }
  }

  private void head(PublishedHead head) {
    assertThat(head.head().size()).as("entries").isBetween(published, digests.size() - 1L);
    assertThat(head.head().digest()).isEqualTo(digests.get((int) head.head().size()));
    assertThat(head.decisionsThrough()).isGreaterThanOrEqualTo(through);
    for (long seq = through + 1; seq <= head.decisionsThrough(); seq++) {
      assertThat(decided).as("in force").contains(seq);
    }
    published = head.head().size();
    through = head.decisionsThrough();
  }

  void settle(List<Decision> decisions, Set<Long> refusals) {
    assertThat(decided).hasSize(decisions.size());
    assertThat(refused).isEqualTo(refusals);
    assertThat(published).isEqualTo(digests.size() - 1L);
    assertThat(through).isEqualTo(decisions.size() - 1L);
  }
}
