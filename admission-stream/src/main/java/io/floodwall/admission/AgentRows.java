package io.floodwall.admission;

import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.RecentIntents;
import io.floodwall.core.admission.TokenBucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final KeyValueStore<byte[], byte[]> store;
  private byte @Nullable [] sweptTo;
  private long counting; // of the round under way
  private long counted;

  AgentRows(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  AgentState of(String agent) {
    byte[] row = store.get(key(agent));
    return row == null ? AgentState.UNKNOWN : decoded(row);
  }

  void save(String agent, AgentState state) {
    TokenBucket bucket = state.bucket();
    if (bucket != null) {
      store.put(key(agent), encoded(bucket, state.recent()));
    }
  }

  /** How many agents the last full round of sweeps left; 0 before the first. */
  long counted() {
    return counted;
  }

  /**
   * Forgets whom {@code forgettable} names among the next {@code max} agents, going round and round
   * over successive calls.
   */
  void sweep(int max, Predicate<AgentState> forgettable) {
    List<byte[]> forgotten = new ArrayList<>();
    byte[] last = null;
    int seen = 0;
    try (KeyValueIterator<byte[], byte[]> rows = store.range(sweptTo, null)) {
      while (rows.hasNext() && seen < max) {
        KeyValue<byte[], byte[]> row = rows.next();
        last = row.key;
        seen++;
        if (forgettable.test(decoded(row.value))) {
          forgotten.add(row.key);
        }
      }
    }
    sweptTo =
        seen < max || last == null
            ? null
            : Arrays.copyOf(last, last.length + 1); // the least key above
    forgotten.forEach(store::delete);
    counting += seen - forgotten.size();
    if (sweptTo == null) {
      counted = counting;
      counting = 0;
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
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "agent row of version " + version + ": written by a newer floodwall?");
    }
    var bucket = new TokenBucket(in.getLong(), in.getLong(), in.getLong());
    return new AgentState(bucket, RecentIntents.readFrom(in));
  }
}
