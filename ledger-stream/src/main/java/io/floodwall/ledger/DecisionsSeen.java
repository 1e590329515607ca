package io.floodwall.ledger;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which decision numbers are in the ledger: all up to {@link #through}, and some ahead of it.
 *
 * <p>The gate numbers densely, but a verdict goes to one of three topics and their order among each
 * other is arbitrary, so numbers arrive out of order. One that is ahead has a row until the gap
 * below it has closed; those less than {@link #WINDOW} ahead also have a bit in the heap, so that
 * the rows are read at start and not for every decision.
 *
 * <pre>
 * key  [ 0 : 1 ]               row  [ through : 8 ][ how many are ahead : 8 ]
 * key  [ decisionSeq : 8 ]     row  empty; the number is ahead
 * </pre>
 */
final class DecisionsSeen {
  static final String STORE = "decisions";

  /** What {@link #through} is before number 0 came. */
  static final long NONE = -1;

  /** How far ahead a number may be to have a bit: 128 KiB of them at most. */
  static final int WINDOW = 1 << 20;

  private static final int SHIFT = 1 << 16;
  private static final byte[] POSITION = {0};
  private static final byte[] PRESENT = {};

  private final KeyValueStore<byte[], byte[]> store;
  private long through = NONE;
  private BitSet near = new BitSet();
  private long base; // the number of bit 0
  private long nearCount;
  private long farCount;

  DecisionsSeen(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    byte[] row = store.get(POSITION);
    if (row != null) {
      var in = ByteBuffer.wrap(row);
      this.through = in.getLong();
      this.base = through + 1;
      if (in.getLong() > 0) {
        restore();
      }
    }
  }

  /** The highest number up to which none is missing, or {@link #NONE}. */
  long through() {
    return through;
  }

  /** How many numbers are contained above a gap. */
  long ahead() {
    return nearCount + farCount;
  }

  boolean contains(long seq) {
    return seq <= through || isAhead(seq);
  }

  /** Marks a number that is not yet contained. */
  void add(long seq) {
    if (contains(seq)) {
      throw new IllegalStateException("decision " + seq + " is in the ledger already");
    }
    if (seq == through + 1) {
      through = seq;
      closeGap();
    } else {
      store.put(key(seq), PRESENT);
      count(seq);
    }
    store.put(
        POSITION,
        ByteBuffer.allocate(2 * Long.BYTES).putLong(through).putLong(nearCount + farCount).array());
  }

  private void closeGap() {
    while (isAhead(through + 1)) {
      through++;
      store.delete(key(through));
      if (hasBit(through)) {
        near.clear((int) (through - base));
        nearCount--;
      } else {
        farCount--;
      }
    }
    if (through - base >= SHIFT) {
      int passed = (int) Math.min(through + 1 - base, near.length());
      near = near.get(passed, Math.max(passed, near.length()));
      base = through + 1;
    }
  }

  private boolean isAhead(long seq) {
    return hasBit(seq) || (farCount > 0 && store.get(key(seq)) != null);
  }

  private boolean hasBit(long seq) {
    return nearCount > 0 && seq >= base && seq - base < WINDOW && near.get((int) (seq - base));
  }

  private void count(long seq) {
    if (seq - base < WINDOW) {
      near.set((int) (seq - base));
      nearCount++;
    } else {
      farCount++;
    }
  }

  private void restore() {
    try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        byte[] key = rows.next().key;
        if (key.length == Long.BYTES) {
          count(ByteBuffer.wrap(key).getLong());
        }
      }
    }
  }

  private static byte[] key(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }
}
