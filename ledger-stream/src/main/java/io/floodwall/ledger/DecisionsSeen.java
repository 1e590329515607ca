package io.floodwall.ledger;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which decision numbers are in the ledger: all up to {@link #through}, and some ahead of it.
 *
 * <p>The gate numbers densely, but a verdict goes to one of three topics and their order among each
 * other is arbitrary, so numbers arrive out of order. One that is ahead has a row until the gap
 * below it has closed.
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

  private static final byte[] POSITION = {0};
  private static final byte[] PRESENT = {};

  private final KeyValueStore<byte[], byte[]> store;
  private long through = NONE;
  private long ahead;

  DecisionsSeen(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    byte[] row = store.get(POSITION);
    if (row != null) {
      var in = ByteBuffer.wrap(row);
      this.through = in.getLong();
      this.ahead = in.getLong();
    }
  }

  /** The highest number up to which none is missing, or {@link #NONE}. */
  long through() {
    return through;
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
      ahead++;
    }
    store.put(
        POSITION, ByteBuffer.allocate(2 * Long.BYTES).putLong(through).putLong(ahead).array());
  }

  private void closeGap() {
    while (isAhead(through + 1)) {
      through++;
      store.delete(key(through));
      ahead--;
    }
  }

  /** The count saves the look-up where numbers come in order, which is the common case. */
  private boolean isAhead(long seq) {
    return ahead > 0 && store.get(key(seq)) != null;
  }

  private static byte[] key(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }
}
