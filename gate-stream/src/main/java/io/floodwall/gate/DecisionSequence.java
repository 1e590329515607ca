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

  private final KeyValueStore<byte[], byte[]> rows;
  private long next;
  private long written;

  DecisionSequence(KeyValueStore<byte[], byte[]> rows) {
    this.rows = rows;
    byte[] row = rows.get(KEY);
    this.next = row == null ? 0 : ByteBuffer.wrap(row).getLong();
    this.written = next;
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
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    if (next != written) {
      rows.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
      written = next;
    }
  }
}
