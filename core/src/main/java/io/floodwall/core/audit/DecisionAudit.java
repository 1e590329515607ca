package io.floodwall.core.audit;

import io.floodwall.core.audit.Discrepancy.Kind;
import io.floodwall.core.audit.Discrepancy.Subject;
import io.floodwall.core.gate.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * One partition's verdict topics against the ledger's decisions: the same ones, byte for byte.
 *
 * <p>First what lies on the topics, then what the ledger holds. Memory: eight bytes and three bits
 * a decision.
 */
final class DecisionAudit {
  private final int partition;
  private final Discrepancies found;
  private final NumberBits told = new NumberBits();
  private final NumberBits due = new NumberBits();
  private final NumberBits recorded = new NumberBits();
  private final Fingerprints bytes = new Fingerprints();
  private final Fingerprints unread = new Fingerprints(); // the intent's offset, plus one
  private final Map<Verdict, Long> firstLeft = new EnumMap<>(Verdict.class);
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);

  DecisionAudit(int partition, Discrepancies found) {
    this.partition = partition;
    this.found = found;
  }

  /** Whether retention has taken records of this verdict's topic. */
  void begins(Verdict verdict, boolean isCut) {
    firstLeft.put(verdict, isCut ? Long.MAX_VALUE : 0);
  }

  void told(PartitionAudit.Told decision) {
    long seq = decision.seq();
    firstLeft.merge(decision.verdict(), seq, (was, is) -> was == Long.MAX_VALUE ? is : was);
    if (!told.add(seq)) {
      String same = bytes.matches(seq, decision.fingerprint()) ? "the same" : "other";
      add(
          Kind.DOUBLE,
          seq,
          decision.place(),
          "its number is taken: a second record with " + same + " bytes");
      return;
    }
    bytes.putIfAbsent(seq, decision.fingerprint());
    if (decision.isRead()) {
      due.add(seq);
    } else {
      unread.putIfAbsent(seq, decision.offset() + 1);
    }
  }

  void recorded(PartitionAudit.Recorded entry) {
    long seq = entry.told().seq();
    Verdict verdict = entry.told().verdict();
    counts.merge(verdict, 1L, Long::sum);
    if (!recorded.add(seq)) {
      add(Kind.DOUBLE, seq, entry.told().place(), "it is on record already");
    }
    if (told.contains(seq)) {
      if (!bytes.matches(seq, entry.told().fingerprint())) {
        add(
            Kind.DIFFERENT,
            seq,
            entry.told().place(),
            "its topic holds other bytes under this number");
      }
    } else if (entry.told().isRead() && seq >= firstLeft.getOrDefault(verdict, 0L)) {
      add(
          Kind.MISSING,
          seq,
          entry.told().place(),
          "it is on record, and not on the topic of its verdict");
    }
  }

  /** What is left open; {@code isAnswered} says of an intent's offset whether it has an answer. */
  Map<Verdict, Long> end(LongPredicate isAnswered) {
    told.forEach(
        seq -> {
          if (!recorded.contains(seq)) {
            notRecorded(seq, isAnswered);
          }
        });
    return counts;
  }

  private void notRecorded(long seq, LongPredicate isAnswered) {
    long offset = unread.get(seq) - 1;
    if (due.contains(seq)) {
      String detail = "it lies on a verdict topic, the ledger has read it, and it is not on record";
      add(Kind.MISSING, seq, "", detail);
    } else if (isAnswered.test(offset)) {
      String detail = "it is not on record, and its intent " + offset + " has an answer already";
      add(Kind.DOUBLE, seq, "", detail);
    }
  }

  /** How many decisions lie on the topics. */
  long toldCount() {
    return told.count();
  }

  private void add(Kind kind, long seq, String place, String detail) {
    found.add(kind, partition, Subject.DECISION, seq, place, detail);
  }
}
