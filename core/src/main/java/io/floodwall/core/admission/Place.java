package io.floodwall.core.admission;

import io.floodwall.core.intent.Priority;
import java.nio.ByteBuffer;

/**
 * Where an intent stands in the waiting room: most urgent first, then first come first served.
 *
 * <pre>
 * row key   [ 255 - priority : 1 ][ seq : 8, big-endian ]
 * </pre>
 *
 * Byte order of the key is the order of release.
 *
 * @param seq the order of arrival in this partition, not negative; the streams use the source
 *     offset
 */
public record Place(Priority priority, long seq) implements Comparable<Place> {
  /** Bytes in a row key. */
  public static final int KEY_BYTES = 9;

  public Place {
    if (seq < 0) {
      throw new IllegalArgumentException("seq must not be negative, got " + seq);
    }
  }

  /** The row key. */
  public byte[] toKey() {
    return ByteBuffer.allocate(KEY_BYTES).put((byte) (255 - priority.rank())).putLong(seq).array();
  }

  /** The place that {@link #toKey} wrote. */
  public static Place ofKey(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a waiting-room key has 9 bytes, got " + key.length);
    }
    var in = ByteBuffer.wrap(key);
    Priority priority = Priority.ofRank(255 - Byte.toUnsignedInt(in.get()));
    return new Place(priority, in.getLong());
  }

  @Override
  public int compareTo(Place other) {
    int byUrgency = other.priority.compareTo(priority);
    return byUrgency != 0 ? byUrgency : Long.compare(seq, other.seq);
  }
}
