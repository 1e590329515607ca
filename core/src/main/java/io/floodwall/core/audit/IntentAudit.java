package io.floodwall.core.audit;

import io.floodwall.core.audit.Discrepancy.Kind;
import io.floodwall.core.audit.Discrepancy.Subject;
import io.floodwall.core.audit.Pending.Stage;
import io.floodwall.core.gate.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition's intents against their answers: exactly one each, below the cut.
 *
 * <p>First all that is told of intents on their way and on record, then the intents themselves, in
 * the order of their offsets. Memory: a few bits and eight bytes an intent.
 */
final class IntentAudit {
  private final int partition;
  private final Discrepancies found;
  private final Map<Stage, NumberBits> ahead = new EnumMap<>(Stage.class);
  private final Map<Stage, NumberBits> past = new EnumMap<>(Stage.class);
  private final NumberBits decided = new NumberBits();
  private final NumberBits refused = new NumberBits();
  private final NumberBits intents = new NumberBits();
  private final Fingerprints rulings = new Fingerprints();
  private final List<Pending> pending = new ArrayList<>();
  private long pendingCount;
  private long expired;
  private long below;
  private long unread;
  private long cut;

  IntentAudit(int partition, Discrepancies found) {
    this.partition = partition;
    this.found = found;
    for (Stage stage : Stage.values()) {
      ahead.put(stage, new NumberBits());
      past.put(stage, new NumberBits());
    }
  }

  /** An intent has come as far as {@code stage}; {@code isPast} says that it must have left it. */
  void seen(Stage stage, long offset, boolean isPast) {
    bits(isPast ? past : ahead, stage).add(offset);
  }

  void decided(long offset, long intentFingerprint, String place) {
    if (!decided.add(offset)) {
      twice(offset, place, "it is decided on record already");
    } else {
      rulings.putIfAbsent(offset, intentFingerprint);
    }
    if (refused.contains(offset)) {
      twice(offset, place, "it is decided, and refused on record already");
    }
  }

  void refused(long offset, boolean isExpiry, String place) {
    if (!refused.add(offset)) {
      twice(offset, place, "it is refused on record already");
    } else if (isExpiry) {
      expired++;
    }
    if (decided.contains(offset)) {
      twice(offset, place, "it is refused, and decided on record already");
    }
  }

  /** The offset below which all are accounted for; null when that is what has an answer. */
  void cut(@Nullable Long consumedBelow) {
    cut =
        consumedBelow == null ? Math.max(decided.highest(), refused.highest()) + 1 : consumedBelow;
  }

  void intent(long offset, long fingerprint, String place) {
    intents.add(offset);
    if (decided.contains(offset) && !rulings.matches(offset, fingerprint)) {
      found.add(
          Kind.DIFFERENT,
          partition,
          Subject.INTENT,
          offset,
          place,
          "the intent on record is not the one that lies here");
    }
    if (offset >= cut) {
      unread++;
      return;
    }
    below++;
    if (!isAnswered(offset)) {
      open(offset, place);
    }
  }

  /** The room a second time, after all else: who has an answer must have left it. */
  void stillWaiting(long offset, String place) {
    if (bits(ahead, Stage.WAITING).contains(offset) && isAnswered(offset)) {
      twice(offset, place, "it has an answer on record, and still waits");
    }
  }

  Outcomes end(long begin, Map<Verdict, Long> verdicts) {
    var gone = new long[1];
    decided.forEach(offset -> gone[0] += noIntent(offset, begin, "decided on record"));
    refused.forEach(offset -> gone[0] += noIntent(offset, begin, "refused on record"));
    for (Stage stage : Stage.values()) {
      bits(ahead, stage)
          .forEach(
              offset -> {
                if (!isAnswered(offset)) {
                  noIntent(offset, begin, stage.label());
                }
              });
    }
    return new Outcomes(
        partition,
        cut,
        begin,
        below,
        verdicts,
        refused.count() - expired,
        expired,
        pendingCount,
        pending,
        gone[0],
        unread);
  }

  private long noIntent(long offset, long begin, String what) {
    if (offset < begin) {
      return 1;
    }
    if (!intents.contains(offset)) {
      found.add(
          Kind.EXTRA,
          partition,
          Subject.INTENT,
          offset,
          "",
          "it is " + what + ", and no intent lies at that offset");
    }
    return 0;
  }

  private void open(long offset, String place) {
    for (Stage stage : Stage.values()) {
      if (bits(ahead, stage).contains(offset)) {
        pendingCount++;
        if (pending.size() < Outcomes.PENDING_MAX) {
          pending.add(new Pending(partition, offset, stage));
        }
        return;
      }
    }
    found.add(
        Kind.MISSING,
        partition,
        Subject.INTENT,
        offset,
        place,
        "it has no answer: " + last(offset));
  }

  private String last(long offset) {
    String last = "admission has read it, and nothing more is seen of it";
    for (Stage stage : Stage.values()) {
      if (bits(past, stage).contains(offset)) {
        last =
            switch (stage) {
              case WAITING -> "it waited";
              case RELEASED -> "it was released, and the gate has read it";
              case DECIDED -> "it was decided, and the ledger has read that";
              case REFUSED -> "it was refused, and the ledger has read that";
            };
      }
    }
    return last;
  }

  /** Whether the intent at this offset is decided or refused on record. */
  boolean isAnswered(long offset) {
    return decided.contains(offset) || refused.contains(offset);
  }

  private void twice(long offset, String place, String detail) {
    found.add(Kind.DOUBLE, partition, Subject.INTENT, offset, place, detail);
  }

  private static NumberBits bits(Map<Stage, NumberBits> all, Stage stage) {
    NumberBits bits = all.get(stage);
    if (bits == null) {
      throw new IllegalStateException("no bits for " + stage);
    }
    return bits;
  }
}
