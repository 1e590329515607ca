package io.floodwall.admission;

import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells an order to admission from every other record on {@code controls}.
 *
 * <p>The key of the last order stands in every candidate's facts, so it is bounded here: a jail's
 * agent must be a name, as only a name can be an agent.
 */
final class ControlDoor {
  /** The most bytes of an encoded control: its ledger entry must fit, with the control in it. */
  static final int BYTES_MAX = Topics.RECORD_BYTES_MAX - 2 * 1024;

  private final Codec<Control> codec;

  ControlDoor(Codec<Control> codec) {
    this.codec = codec;
  }

  /** The order, or null and what is wrong with the record. */
  record Entry(@Nullable Control control, String problem) {}

  Entry read(Record<byte[], byte[]> record) {
    try {
      Control control = codec.decode(record.value());
      String problem = problem(control, record);
      return problem == null ? new Entry(control, "") : new Entry(null, problem);
    } catch (MalformedRecordException e) {
      return new Entry(null, e.reason() + ": " + e.getMessage());
    }
  }

  private static @Nullable String problem(Control control, Record<byte[], byte[]> record) {
    if (control.kind() == Control.Kind.JAIL && !PlainText.isName(control.agent())) {
      return "the jailed agent must be 1-200 bytes without control, bidi or edge-space characters";
    }
    if (!Arrays.equals(control.key().getBytes(StandardCharsets.UTF_8), record.key())) {
      return "the key is not " + control.key();
    }
    int bytes = record.value().length - Door.FRAMING_BYTES;
    return bytes > BYTES_MAX ? "the control has " + bytes + " bytes of " + BYTES_MAX : null;
  }
}
