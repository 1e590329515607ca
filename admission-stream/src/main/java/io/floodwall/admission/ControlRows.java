package io.floodwall.admission;

import io.floodwall.core.admission.AdmissionFacts.ControlRef;
import io.floodwall.core.admission.Control;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
final class ControlRows {
  static final String STORE = "controls";

  private static final byte[] LAST = {0};

  private final KeyValueStore<byte[], byte[]> store;
  private final Codec<Control> codec;
  private @Nullable Control valve;
  private @Nullable ControlRef last;

  ControlRows(KeyValueStore<byte[], byte[]> store, Codec<Control> codec) {
    this.store = store;
    this.codec = codec;
    this.valve = find(Control.VALVE_KEY);
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
    if (control.kind() == Control.Kind.VALVE) {
      valve = control;
    }
  }

  boolean valveIsClosedAt(long nowMs) {
    return valve != null && valve.isInForceAt(nowMs);
  }

  @Nullable Control jailOf(String agent) {
    return find(Control.JAIL_PREFIX + agent);
  }

  @Nullable ControlRef last() {
    return last;
  }

  private @Nullable Control find(String key) {
    byte[] row = store.get(utf8(key));
    if (row == null) {
      return null;
    }
    try {
      return codec.decode(row);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the stored control " + key + " does not decode", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
