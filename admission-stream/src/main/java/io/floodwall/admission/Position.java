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

  private final KeyValueStore<byte[], byte[]> store;
  private long last;

  Position(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    byte[] row = store.get(KEY);
    this.last = row == null ? NONE : ByteBuffer.wrap(row).getLong();
  }

  /** Moves to {@code offset}; answers where it was. */
  long moveTo(long offset) {
    long previous = last;
    if (offset <= previous) {
      throw new IllegalStateException(
          "offset " + offset + " of intents comes after offset " + previous);
    }
    last = offset;
    store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    return previous;
  }
}
