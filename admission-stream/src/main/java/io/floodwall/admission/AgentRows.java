package io.floodwall.admission;

import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.RecentIntents;
import io.floodwall.core.admission.TokenBucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The agents' rows: bucket and recent intents, one row per agent.
 *
 * <pre>
 * row   [ version 1 : 1 ][ tokensMicros : 8 ][ remainder : 8 ][ last : 8 ] ([ id : 8 ][ body : 8 ][ offset : 8 ])*
 * </pre>
 */
final class AgentRows {
  static final String STORE = "agents";

  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + 3 * Long.BYTES;

  private final KeyValueStore<byte[], byte[]> rows;
  private final Map<String, Held> held;
  private final List<Held> changed = new ArrayList<>(); // since the last commit
  private byte @Nullable [] sweptTo;
  private long counting; // of the round under way
  private long counted;

  /** Those in {@code rows}; the ones used last are held as objects, {@code heldMax} at most. */
  AgentRows(KeyValueStore<byte[], byte[]> rows, int heldMax) {
    this.rows = rows;
    this.held = new LastUsed(heldMax);
  }

  AgentState of(String agent) {
    Held known = held.get(agent);
    if (known != null) {
      return known.state;
    }
    byte[] row = rows.get(key(agent));
    if (row == null) {
      return AgentState.UNKNOWN;
    }
    var read = new Held(agent, decoded(row));
    held.put(agent, read);
    return read.state;
  }

  void save(String agent, AgentState state) {
    if (state.bucket() == null) {
      return;
    }
    Held row = held.get(agent);
    if (row == null) {
      row = new Held(agent, state);
    }
    row.state = state;
    if (!row.isChanged) {
      row.isChanged = true;
      changed.add(row);
    }
    held.put(agent, row); // pushes out another, or itself where none may be held
  }

  /** How many agents the last full round of sweeps left; 0 before the first. */
  long counted() {
    return counted;
  }

  /**
   * Forgets whom {@code forgettable} names among the next {@code max} agents, going round and round
   * over successive calls. It sees the bucket alone: how long the recent intents are told of is
   * counted from that too.
   */
  void sweep(int max, Predicate<AgentState> forgettable) {
    write();
    List<byte[]> forgotten = new ArrayList<>();
    byte[] last = null;
    int seen = 0;
    try (KeyValueIterator<byte[], byte[]> next = rows.range(sweptTo, null)) {
      while (next.hasNext() && seen < max) {
        KeyValue<byte[], byte[]> row = next.next();
        last = row.key;
        seen++;
        if (forgettable.test(withoutRecent(row.value))) {
          forgotten.add(row.key);
        }
      }
    }
    sweptTo =
        seen < max || last == null
            ? null
            : Arrays.copyOf(last, last.length + 1); // the least key above
    for (byte[] key : forgotten) {
      rows.delete(key);
      held.remove(new String(key, StandardCharsets.UTF_8));
    }
    counting += seen - forgotten.size();
    if (sweptTo == null) {
      counted = counting;
      counting = 0;
    }
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    changed.forEach(this::write);
    changed.clear();
  }

  private void write(Held row) {
    TokenBucket bucket = row.state.bucket();
    if (row.isChanged && bucket != null) {
      rows.put(key(row.agent), encoded(bucket, row.state.recent()));
      row.isChanged = false;
    }
  }

  private static byte[] key(String agent) {
    return agent.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] encoded(TokenBucket bucket, RecentIntents recent) {
    var out = ByteBuffer.allocate(HEAD_BYTES + recent.byteLength());
    out.put(VERSION)
        .putLong(bucket.tokensMicros())
        .putLong(bucket.remainder())
        .putLong(bucket.last());
    recent.writeTo(out);
    return out.array();
  }

  static AgentState decoded(byte[] row) {
    var in = ByteBuffer.wrap(row);
    TokenBucket bucket = bucket(in);
    return new AgentState(bucket, RecentIntents.readFrom(in));
  }

  private static AgentState withoutRecent(byte[] row) {
    return new AgentState(bucket(ByteBuffer.wrap(row)), RecentIntents.NONE);
  }

  private static TokenBucket bucket(ByteBuffer in) {
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "agent row of version " + version + ": written by a newer floodwall?");
    }
    return new TokenBucket(in.getLong(), in.getLong(), in.getLong());
  }

  /** An agent's row as it is now, which the store may not have yet. */
  private static final class Held {
    private final String agent;
    private AgentState state;
    private boolean isChanged;

    Held(String agent, AgentState state) {
      this.agent = agent;
      this.state = state;
    }
  }

  /** The rows used last; the one that has to go is written down first. */
  @SuppressWarnings("serial") // never serialized
  private final class LastUsed extends LinkedHashMap<String, Held> {
    private final int max;

    LastUsed(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
      boolean isFull = size() > max;
      if (isFull) {
        write(eldest.getValue());
      }
      return isFull;
    }
  }
}
