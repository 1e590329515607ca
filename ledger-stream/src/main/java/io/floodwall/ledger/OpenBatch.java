package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.ledger.RefusalBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The refusals that wait for their ledger entry, folded as they come: in the heap to be fast, and
 * with a row each so that a crash loses none.
 *
 * <pre>
 * key  [ 0 : 1 ]       row  [ how many batches were closed : 8 ]
 * key  [ place : 4 ]   row  [ batch : 8 ][ source offset : 8 ][ fold after it : 32 ][ reason, ASCII ]
 * </pre>
 *
 * Places count from 0 in every batch, so rows are written over and never deleted; a row belongs to
 * the open batch when its batch number says so. {@link RefusalBatch#with} is the definition of the
 * fold.
 */
final class OpenBatch {
  static final String STORE = "refusals";

  private static final byte[] CLOSED = {0};
  private static final int FIXED_BYTES = 2 * Long.BYTES + Hash.BYTES;

  private final KeyValueStore<byte[], byte[]> store;
  private final Map<Reason, OpenRange> ranges = new LinkedHashMap<>();
  private long closed;
  private int count;
  private long openedMs;

  /** The batch as it was left; what is in it counts as opened at {@code nowMs}. */
  OpenBatch(KeyValueStore<byte[], byte[]> store, long nowMs) {
    this.store = store;
    this.openedMs = nowMs;
    byte[] row = store.get(CLOSED);
    this.closed = row == null ? 0 : ByteBuffer.wrap(row).getLong();
    while (restored(store.get(key(count)))) {
      count++;
    }
  }

  private static final class OpenRange {
    private final List<Long> offsets = new ArrayList<>();
    private Hash fold = Hash.of(new byte[Hash.BYTES]);
  }

  int count() {
    return count;
  }

  /** The source offsets of all that is in it. */
  List<Long> offsets() {
    return ranges.values().stream().flatMap(range -> range.offsets.stream()).toList();
  }

  /** Folds in a refusal, whose record value is {@code value}. */
  void add(Refusal refusal, byte[] value, long nowMs) {
    if (count == 0) {
      openedMs = nowMs;
    }
    OpenRange range = ranges.computeIfAbsent(refusal.reason(), reason -> new OpenRange());
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array();
    range.fold = Hash.sha256(range.fold.toBytes(), length, value);
    range.offsets.add(refusal.sourceOffset());
    store.put(key(count), row(refusal.reason(), refusal.sourceOffset(), range.fold));
    count++;
  }

  /** Whether its oldest has waited for {@code lingerMs}, or the clock stepped back meanwhile. */
  boolean isDue(long nowMs, long lingerMs) {
    return count > 0 && (nowMs < openedMs || nowMs - openedMs >= lingerMs);
  }

  /** Closes the batch and opens the next; answers what was in it. */
  RefusalBatch close() {
    var batch = new ArrayList<RefusalBatch.Range>(ranges.size());
    ranges.forEach(
        (reason, range) -> batch.add(new RefusalBatch.Range(reason, range.offsets, range.fold)));
    ranges.clear();
    count = 0;
    closed++;
    store.put(CLOSED, ByteBuffer.allocate(Long.BYTES).putLong(closed).array());
    return new RefusalBatch(batch);
  }

  private byte[] row(Reason reason, long offset, Hash fold) {
    byte[] name = reason.name().getBytes(StandardCharsets.US_ASCII);
    var out = ByteBuffer.allocate(FIXED_BYTES + name.length).putLong(closed).putLong(offset);
    fold.writeTo(out);
    return out.put(name).array();
  }

  private boolean restored(byte @Nullable [] row) {
    if (row == null) {
      return false;
    }
    var in = ByteBuffer.wrap(row);
    if (in.getLong() != closed) {
      return false;
    }
    long offset = in.getLong();
    var fold = new byte[Hash.BYTES];
    in.get(fold);
    Reason reason = Reason.valueOf(StandardCharsets.US_ASCII.decode(in).toString());
    OpenRange range = ranges.computeIfAbsent(reason, r -> new OpenRange());
    range.offsets.add(offset);
    range.fold = Hash.of(fold);
    return true;
  }

  private static byte[] key(int place) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(place).array();
  }
}
