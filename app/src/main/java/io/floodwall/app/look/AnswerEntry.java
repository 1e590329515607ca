package io.floodwall.app.look;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.TopicReader.Span;
import io.floodwall.app.wall.TopicReader.Split;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.MalformedRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Which ledger entry of a partition has an answer, and whether it is in force. */
final class AnswerEntry {
  private static final long CHUNK_OFFSETS = 50_000;

  private final Wall wall;
  private final TopicReader reader;
  private final int partition;

  AnswerEntry(Wall wall, TopicReader reader, int partition) {
    this.wall = wall;
    this.reader = reader;
    this.partition = partition;
  }

  /** Whether an answer is in an entry. */
  private interface Match {
    boolean in(LedgerEntry entry) throws MalformedRecordException;
  }

  /** Whether the last head says that the decision's entry is committed. */
  boolean isInForce(Decision decision) {
    var heads = new TopicPartition(wall.topics().heads(), partition);
    ConsumerRecord<byte[], byte[]> last = reader.last(List.of(heads)).get(heads);
    try {
      return last != null
          && wall.codecs().head().decode(last.value()).decisionsThrough() >= decision.decisionSeq();
    } catch (MalformedRecordException e) {
      return false; // `ledger head` tells it with its place
    }
  }

  /** The entry's number, or -1 when it is not found. */
  long of(Decision decision) {
    return find(
        decision.facts().appendMs(),
        EntryKind.VERDICT,
        entry ->
            wall.codecs().decision().decodePayload(entry.schema(), entry.payload()).decisionSeq()
                == decision.decisionSeq());
  }

  /** The number of the entry that the refusal is folded into, or -1 when it is not found. */
  long of(Refusal refusal) {
    return find(
        refusal.refusedAtMs(),
        EntryKind.REFUSALS,
        entry ->
            wall
                .codecs()
                .refusalBatch()
                .decodePayload(entry.schema(), entry.payload())
                .ranges()
                .stream()
                .anyMatch(range -> range.offsets().contains(refusal.sourceOffset())));
  }

  private long find(long answeredMs, EntryKind kind, Match match) {
    var ledger = new TopicPartition(wall.topics().ledger(), partition);
    Span left = reader.since(List.of(ledger), answeredMs - IntentFeed.CLOCK_SLACK_MS);
    long[] found = {-1};
    while (!left.isEmpty() && found[0] < 0) {
      Split next = left.split(CHUNK_OFFSETS, false);
      reader.read(
          next.part(),
          record -> {
            if (found[0] < 0 && isIn(record, kind, match)) {
              found[0] = seq(record);
            }
          });
      left = next.rest();
    }
    return found[0];
  }

  private boolean isIn(ConsumerRecord<byte[], byte[]> record, EntryKind kind, Match match) {
    try {
      LedgerEntry entry = wall.codecs().ledgerEntry().decode(record.value());
      return entry.kind() == kind && match.in(entry);
    } catch (MalformedRecordException e) {
      return false; // `ledger verify` tells it with its place
    }
  }

  private long seq(ConsumerRecord<byte[], byte[]> record) {
    try {
      return wall.codecs().ledgerEntry().decode(record.value()).seq();
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("it decoded a moment ago", e);
    }
  }
}
