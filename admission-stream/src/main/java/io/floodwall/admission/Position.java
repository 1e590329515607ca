package io.floodwall.admission;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The offset of {@code intents} consumed last: every answer names its predecessor, so a skipped
 * record shows.
 */
final class Position {
  static final String STORE = "position";

  /** What precedes the first record. */
  static final long NONE = -1;

  private static final byte[] KEY = {0};

  private final KeyValueStore<byte[], byte[]> rows;
  private long last;
  private long written;

  Position(KeyValueStore<byte[], byte[]> rows) {
    this.rows = rows;
    byte[] row = rows.get(KEY);
    this.last = row == null ? NONE : ByteBuffer.wrap(row).getLong();
    this.written = last;
  }

  /** Moves to {@code offset}; answers where it was. */
  long moveTo(long offset) {
    long previous = last;
    if (offset <= previous) {
      throw new IllegalStateException(
          "offset " + offset + " of intents comes after offset " + previous);
    }
    last = offset;
    return previous;
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    if (last != written) {
      rows.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(last).array());
      written = last;
    }
  }
}
