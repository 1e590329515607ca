package io.floodwall.admission;

import io.floodwall.core.admission.AdmissionFacts.ControlRef;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.SigningRules;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SigningMode;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The controls this partition has applied, one row per control key, and which one came last.
 *
 * <pre>
 * key  control key, UTF-8      row  Control, framed Avro
 * key  [ 0 ]                   row  [ offset : 8 ][ control key, UTF-8 ]     the last one applied
 * </pre>
 */
final class ControlRows implements SigningRules.Keys {
  static final String STORE = "controls";

  private static final byte[] LAST = {0};

  private final KeyValueStore<byte[], byte[]> store;
  private final Codec<Control> codec;
  private @Nullable Control valve;
  private @Nullable Control signing;
  private final Map<String, Control> jails = new HashMap<>(); // by agent, as are those of signing
  private final Map<String, Control> signings = new HashMap<>();
  private @Nullable ControlRef last;

  /** Whose the published keys are, by key id: tells another agent's key from an unknown one. */
  private final Map<String, Set<String>> owners = new HashMap<>();

  ControlRows(KeyValueStore<byte[], byte[]> store, Codec<Control> codec) {
    this.store = store;
    this.codec = codec;
    readAll();
    byte[] row = store.get(LAST);
    if (row != null) {
      var in = ByteBuffer.wrap(row);
      long offset = in.getLong();
      last = new ControlRef(StandardCharsets.UTF_8.decode(in).toString(), offset);
    }
  }

  void apply(Control control, byte[] value, long offset) {
    byte[] key = utf8(control.key());
    store.put(key, value);
    store.put(LAST, ByteBuffer.allocate(Long.BYTES + key.length).putLong(offset).put(key).array());
    last = new ControlRef(control.key(), offset);
    hold(control);
  }

  /** Keeps at hand what is asked about with every intent. */
  private void hold(Control control) {
    switch (control.kind()) {
      case VALVE -> valve = control;
      case JAIL -> jails.put(control.agent(), control);
      case SIGNING -> {
        if (control.key().equals(Control.SIGNING_KEY)) {
          signing = control;
        } else {
          signings.put(control.agent(), control);
        }
      }
      case KEY -> own(control);
    }
  }

  boolean valveIsClosedAt(long nowMs) {
    return valve != null && valve.isInForceAt(nowMs);
  }

  @Nullable Control jailOf(String agent) {
    return jails.get(agent);
  }

  /** What is asked of the agent's signatures. */
  SigningMode signingOf(String agent) {
    Control own = signings.get(agent);
    Control asked = own != null && own.engaged() ? own : signing;
    SigningMode mode = asked == null || !asked.engaged() ? null : asked.mode();
    return mode == null ? SigningMode.OFF : mode;
  }

  @Override
  public @Nullable Control find(String agent, String keyId) {
    return find(Control.KEY_PREFIX + agent + "/" + keyId);
  }

  @Override
  public boolean isOfAnother(String agent, String keyId) {
    Set<String> of = owners.getOrDefault(keyId, Set.of());
    return !of.isEmpty() && !of.contains(agent);
  }

  @Nullable ControlRef last() {
    return last;
  }

  private @Nullable Control find(String key) {
    byte[] row = store.get(utf8(key));
    return row == null ? null : decoded(key, row);
  }

  private Control decoded(String key, byte[] row) {
    try {
      return codec.decode(row);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the stored control " + key + " does not decode", e);
    }
  }

  private void readAll() {
    try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<byte[], byte[]> row = rows.next();
        if (!Arrays.equals(row.key, LAST)) {
          hold(decoded(new String(row.key, StandardCharsets.UTF_8), row.value));
        }
      }
    }
  }

  private void own(Control control) {
    AgentKey key = control.agentKey();
    if (key != null) {
      owners.computeIfAbsent(key.id(), id -> new HashSet<>()).add(control.agent());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
