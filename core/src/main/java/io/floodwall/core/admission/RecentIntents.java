package io.floodwall.core.admission;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last intents one agent had accepted, oldest first: what tells a retry from a new intent.
 *
 * <p>Ids and bodies are remembered by the first 64 bits of their SHA-256. Both are the agent's own,
 * so whoever goes to the trouble of finding a collision only gets its own intents refused.
 */
public final class RecentIntents {
  /** Nothing remembered. */
  public static final RecentIntents NONE = new RecentIntents(new long[0]);

  /** Longs per remembered intent: id, body, source offset. */
  private static final int WIDTH = 3;

  private final long[] rows;

  private RecentIntents(long[] owned) {
    this.rows = owned;
  }

  /** An intent this agent had accepted. */
  public record Accepted(long idPrefix, long bodyPrefix, long sourceOffset) {}

  /** How many are remembered. */
  public int size() {
    return rows.length / WIDTH;
  }

  /** The {@code index}-th, oldest first. */
  public Accepted get(int index) {
    int at = index * WIDTH;
    return new Accepted(rows[at], rows[at + 1], rows[at + 2]);
  }

  /** The accepted intent with this id, or null. */
  public @Nullable Accepted find(long idPrefix) {
    for (int i = size() - 1; i >= 0; i--) {
      if (rows[i * WIDTH] == idPrefix) {
        return get(i);
      }
    }
    return null;
  }

  /**
   * With {@code accepted} added and the oldest forgotten beyond {@code max}; a max of 0 remembers
   * nothing.
   */
  public RecentIntents with(Accepted accepted, int max) {
    if (max == 0) {
      return NONE;
    }
    int kept = Math.min(size(), max - 1);
    long[] next = new long[(kept + 1) * WIDTH];
    System.arraycopy(rows, rows.length - kept * WIDTH, next, 0, kept * WIDTH);
    next[kept * WIDTH] = accepted.idPrefix();
    next[kept * WIDTH + 1] = accepted.bodyPrefix();
    next[kept * WIDTH + 2] = accepted.sourceOffset();
    return new RecentIntents(next);
  }

  /** Bytes that {@link #writeTo} writes. */
  public int byteLength() {
    return rows.length * Long.BYTES;
  }

  /** Writes every remembered intent as three longs: id, body, source offset; oldest first. */
  public void writeTo(ByteBuffer out) {
    for (long value : rows) {
      out.putLong(value);
    }
  }

  /** What {@link #writeTo} wrote: all that is left in {@code in}. */
  public static RecentIntents readFrom(ByteBuffer in) {
    if (in.remaining() % (WIDTH * Long.BYTES) != 0) {
      throw new IllegalArgumentException("not whole rows: " + in.remaining() + " bytes");
    }
    long[] rows = new long[in.remaining() / Long.BYTES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = in.getLong();
    }
    return rows.length == 0 ? NONE : new RecentIntents(rows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecentIntents that && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return size() + " recent intents";
  }
}
