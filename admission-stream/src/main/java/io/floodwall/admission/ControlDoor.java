package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.Signatures;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells an order to admission from every other record on {@code controls}. */
final class ControlDoor {
  private final Codec<Control> codec;

  private final Signatures signatures;

  ControlDoor(Codec<Control> codec, Signatures signatures) {
    this.codec = codec;
    this.signatures = signatures;
  }

  /** The order, or null and what is wrong with the record. */
  record Entry(@Nullable Control control, Reason reason, String problem) {}

  Entry read(Record<byte[], byte[]> record) {
    try {
      Control control = codec.decode(record.value());
      String problem = problem(control, record);
      if (problem != null) {
        return new Entry(null, Reason.BAD_CONTROL, problem);
      }
      String keyProblem = control.keyProblem(signatures);
      return keyProblem == null
          ? new Entry(control, Reason.BAD_CONTROL, "")
          : new Entry(null, Reason.BAD_KEY, keyProblem);
    } catch (MalformedRecordException e) {
      return new Entry(null, Reason.BAD_CONTROL, e.reason() + ": " + e.getMessage());
    }
  }

  private static @Nullable String problem(Control control, Record<byte[], byte[]> record) {
    String problem = control.problem(record.key());
    if (problem != null) {
      return problem;
    }
    int bytes = record.value().length - Door.FRAMING_BYTES;
    return bytes > Topics.LEDGERED_BYTES_MAX
        ? "the control has " + bytes + " bytes of " + Topics.LEDGERED_BYTES_MAX
        : null;
  }
}
