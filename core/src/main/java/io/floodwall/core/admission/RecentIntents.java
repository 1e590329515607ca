package io.floodwall.core.admission;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last intents one agent had accepted, oldest first: what tells a retry from a new intent.
 *
 * <p>Ids and bodies are remembered by the first 64 bits of their SHA-256. Both are the agent's own,
 * so whoever goes to the trouble of finding a collision only gets its own intents refused.
 *
 * <p>A value never changes, but one made by {@link #with} may share its table with the one it was
 * made from, which does not see the part behind its end. Values that come of each other are for one
 * thread at a time.
 */
public final class RecentIntents {
  /** Nothing remembered. */
  public static final RecentIntents NONE = new RecentIntents(new Table(0), 0, 0);

  /** Longs per remembered intent: id, body, source offset. */
  private static final int WIDTH = 3;

  /** The most room that is made ahead, so that not every intent copies all that came before. */
  private static final int SPARE_MAX = 16;

  private final Table table;
  private final int from;
  private final int to;

  private RecentIntents(Table table, int from, int to) {
    this.table = table;
    this.from = from;
    this.to = to;
  }

  /** An intent this agent had accepted. */
  public record Accepted(long idPrefix, long bodyPrefix, long sourceOffset) {}

  /** How many are remembered. */
  public int size() {
    return to - from;
  }

  /** The {@code index}-th, oldest first. */
  public Accepted get(int index) {
    return table.get(from + Objects.checkIndex(index, size()));
  }

  /** The accepted intent with this id, or null. */
  public @Nullable Accepted find(long idPrefix) {
    int at = table.lastOf(idPrefix, from, to);
    return at < 0 ? null : table.get(at);
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
    int first = to - kept;
    if (table.endsAt(to)) {
      table.add(accepted);
      return new RecentIntents(table, first, to + 1);
    }
    var next = new Table(kept + 1 + Math.min(SPARE_MAX, kept / 4));
    for (int at = first; at < to; at++) {
      next.add(table.get(at));
    }
    next.add(accepted);
    return new RecentIntents(next, 0, kept + 1);
  }

  /** Bytes that {@link #writeTo} writes. */
  public int byteLength() {
    return size() * WIDTH * Long.BYTES;
  }

  /** Writes every remembered intent as three longs: id, body, source offset; oldest first. */
  public void writeTo(ByteBuffer out) {
    for (int at = from; at < to; at++) {
      Accepted one = table.get(at);
      out.putLong(one.idPrefix()).putLong(one.bodyPrefix()).putLong(one.sourceOffset());
    }
  }

  /** What {@link #writeTo} wrote: all that is left in {@code in}. */
  public static RecentIntents readFrom(ByteBuffer in) {
    if (in.remaining() % (WIDTH * Long.BYTES) != 0) {
      throw new IllegalArgumentException("not whole rows: " + in.remaining() + " bytes");
    }
    int size = in.remaining() / (WIDTH * Long.BYTES);
    if (size == 0) {
      return NONE;
    }
    var table = new Table(size);
    for (int i = 0; i < size; i++) {
      table.add(new Accepted(in.getLong(), in.getLong(), in.getLong()));
    }
    return new RecentIntents(table, 0, size);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof RecentIntents that) || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!get(i).equals(that.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = size();
    for (int at = from; at < to; at++) {
      hash = 31 * hash + table.get(at).hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return size() + " recent intents";
  }

  /**
   * Rows that are added and never changed. Ids lie side by side, because each intent's is compared
   * with all of them; bodies and offsets behind.
   */
  private static final class Table {
    private final int capacity;
    private final long[] cells;
    private int used;

    Table(int capacity) {
      this.capacity = capacity;
      this.cells = new long[capacity * WIDTH];
    }

    /** Whether there is room, and nobody has added a row behind the one before {@code end}. */
    boolean endsAt(int end) {
      return used == end && end < capacity;
    }

    void add(Accepted row) {
      cells[used] = row.idPrefix();
      cells[capacity + used] = row.bodyPrefix();
      cells[2 * capacity + used] = row.sourceOffset();
      used++;
    }

    Accepted get(int at) {
      return new Accepted(cells[at], cells[capacity + at], cells[2 * capacity + at]);
    }

    /** The last row of those with this id, or -1. */
    int lastOf(long id, int from, int to) {
      for (int at = to - 1; at >= from; at--) {
        if (cells[at] == id) {
          return at;
        }
      }
      return -1;
    }
  }
}
