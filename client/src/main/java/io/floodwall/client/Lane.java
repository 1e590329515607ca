package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One partition as its owner works on it.
 *
 * <pre>
 * admitted   ... settled | settled, open, ready, held ... | not read yet
 *                        ^ committed offset               ^ position
 * </pre>
 *
 * The committed offset is that of the first decision that is not settled; with it stands the offset
 * of {@code outcomes} from which a later owner must read to know all that happened since.
 */
final class Lane {
  /** The most decisions between the first that is not settled and the position. */
  static final int WINDOW_MAX = 1_000;

  final int partition;
  final TreeMap<Long, Work> window = new TreeMap<>();
  private final Map<Hash, Outcome> standing = new HashMap<>();
  private final Map<Hash, Long> since = new HashMap<>();
  private long position;
  private long outcomesEnd;
  private boolean owned = true;

  private Lane(int partition, long position) {
    this.partition = partition;
    this.position = position;
  }

  /** A decision at its offset; {@code done} once nothing more is to be done with it here. */
  static final class Work {
    final Admitted admitted;
    final int attempt;
    final long since;
    boolean handedOut;
    boolean done;

    Work(Admitted admitted, int attempt, long since) {
      this.admitted = admitted;
      this.attempt = attempt;
      this.since = since;
    }

    Hash digest() {
      return admitted.digest();
    }
  }

  /** The lane of a new owner, who knows what happened to what is not settled. */
  static Lane takeOver(int partition, @Nullable OffsetAndMetadata committed, OutcomeLog log) {
    var lane = new Lane(partition, committed == null ? 0 : committed.offset());
    lane.outcomesEnd = log.read(partition, outcomesFrom(committed), lane::rebuilt);
    return lane;
  }

  /** Where a later owner starts to read {@code outcomes}, from a commit's metadata. */
  private static long outcomesFrom(@Nullable OffsetAndMetadata committed) {
    if (committed == null || !committed.metadata().matches("\\d{1,18}")) {
      return 0;
    }
    return Long.parseLong(committed.metadata());
  }

  private void rebuilt(long offset, Outcome outcome) {
    since.putIfAbsent(outcome.decision(), offset);
    standing.merge(outcome.decision(), outcome, Standing::after);
  }

  void written(long offset) {
    outcomesEnd = Math.max(outcomesEnd, offset + 1);
  }

  @Nullable Outcome standing(Hash digest) {
    return standing.get(digest);
  }

  long since(Hash digest) {
    return since.getOrDefault(digest, outcomesEnd);
  }

  void read(long offset, @Nullable Work work) {
    position = offset + 1;
    if (work != null) {
      window.put(offset, work);
    }
  }

  boolean isFull() {
    return window.size() >= WINDOW_MAX;
  }

  boolean isOwned() {
    return owned;
  }

  void lose() {
    owned = false;
  }

  /** What to commit with the outcomes that are being written. */
  OffsetAndMetadata commit() {
    while (!window.isEmpty() && window.firstEntry().getValue().done) {
      window.pollFirstEntry();
    }
    long low = window.isEmpty() ? position : window.firstKey();
    long from = window.values().stream().mapToLong(work -> work.since).min().orElse(outcomesEnd);
    return new OffsetAndMetadata(low, Long.toString(Math.min(from, outcomesEnd)));
  }
}
