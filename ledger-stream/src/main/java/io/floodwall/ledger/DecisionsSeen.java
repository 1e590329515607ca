package io.floodwall.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which decision numbers are in the ledger: all up to {@link #through}, and some ahead of it.
 *
 * <p>The gate numbers densely, but a verdict goes to one of three topics and their order among each
 * other is arbitrary, so numbers arrive out of order. Those less than {@link #WINDOW} ahead are
 * bits in the heap and, with a commit, in the one row; one that is further ahead has a row of its
 * own until the gap below it has closed.
 *
 * <pre>
 * key  [ 0 : 1 ]               row  [ through : 8 ][ how many have rows : 8 ][ bits ]
 * key  [ decisionSeq : 8 ]     row  empty; the number is ahead
 * </pre>
 *
 * The lowest bit of the first of the {@code bits} stands for {@code through + 1}.
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

  private final KeyValueStore<byte[], byte[]> rows;
  private long through = NONE;
  private boolean isMoved; // since the last commit
  private BitSet near = new BitSet();
  private long base; // the number of bit 0
  private long nearCount;
  private long farCount;

  DecisionsSeen(KeyValueStore<byte[], byte[]> rows) {
    this.rows = rows;
    byte[] row = rows.get(POSITION);
    if (row != null) {
      var in = ByteBuffer.wrap(row);
      this.through = in.getLong();
      this.base = through + 1;
      long haveRows = in.getLong();
      this.near = BitSet.valueOf(in);
      this.nearCount = near.cardinality();
      if (haveRows > 0) {
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
    } else if (count(seq)) {
      rows.put(key(seq), PRESENT);
    }
    isMoved = true;
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    if (!isMoved) {
      return;
    }
    int passed = (int) Math.min(through + 1 - base, near.length());
    byte[] bits = near.get(passed, near.length()).toByteArray();
    rows.put(
        POSITION,
        ByteBuffer.allocate(2 * Long.BYTES + bits.length)
            .putLong(through)
            .putLong(farCount)
            .put(bits)
            .array());
    isMoved = false;
  }

  private void closeGap() {
    while (isAhead(through + 1)) {
      through++;
      if (hasBit(through)) {
        near.clear((int) (through - base));
        nearCount--;
      } else {
        rows.delete(key(through));
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
    return hasBit(seq) || (farCount > 0 && rows.get(key(seq)) != null);
  }

  private boolean hasBit(long seq) {
    return nearCount > 0 && seq >= base && seq - base < WINDOW && near.get((int) (seq - base));
  }

  /** Counts one that is ahead; answers whether it is so far ahead that only a row can tell. */
  private boolean count(long seq) {
    boolean isFar = seq - base >= WINDOW;
    if (isFar) {
      farCount++;
    } else {
      near.set((int) (seq - base));
      nearCount++;
    }
    return isFar;
  }

  /** Counts those that have rows; one that has come near is a bit from now on. */
  private void restore() {
    var isBitNow = new ArrayList<byte[]>();
    try (KeyValueIterator<byte[], byte[]> all = rows.all()) {
      while (all.hasNext()) {
        byte[] key = all.next().key;
        if (key.length == Long.BYTES && !count(ByteBuffer.wrap(key).getLong())) {
          isBitNow.add(key);
        }
      }
    }
    isBitNow.forEach(rows::delete);
    isMoved |= !isBitNow.isEmpty();
  }

  private static byte[] key(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }
}
