package io.floodwall.gate;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The partition's decision numbers, dense from 0: the order in which the gate ruled, which offsets
 * cannot tell because transaction markers leave gaps in them.
 *
 * <pre>
 * key  [ 0 : 1 ]      row  [ the next number : 8 ]
 * </pre>
 */
final class DecisionSequence {
  static final String STORE = "sequence";

  private static final byte[] KEY = {0};

  private final KeyValueStore<byte[], byte[]> store;
  private long next;

  DecisionSequence(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    byte[] row = store.get(KEY);
    this.next = row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  /** The next number. */
  long next() {
    return next;
  }

  /** Takes the next number. */
  long take() {
    long taken = next;
    goOnWith(next + 1);
    return taken;
  }

  /** Makes {@code number} the next one. */
  void goOnWith(long number) {
    next = number;
    store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
  }
}
