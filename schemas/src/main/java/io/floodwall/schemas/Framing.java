package io.floodwall.schemas;

import io.floodwall.core.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The Confluent wire format: what stands before every record value.
 *
 * <pre>
 * 0x00 | schema id: int32, big-endian | Avro binary ...
 * </pre>
 */
final class Framing {
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private static final byte MAGIC = 0;

  private Framing() {}

  static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(schemaId).array();
  }

  /** The schema that the framing names; what stands behind the header is not looked at. */
  static RecordSchema writerOf(byte[] value, SchemaIds ids) throws MalformedRecordException {
    if (value.length < HEADER_BYTES) {
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "the value has " + value.length + " bytes, the framing alone has " + HEADER_BYTES);
    }
    if (value[0] != MAGIC) {
      throw new MalformedRecordException(
          Reason.MALFORMED,
          String.format("byte 0 must be 0x00, the magic of the framing, got 0x%02x", value[0]));
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    RecordSchema writer = ids.byId(id);
    if (writer == null) {
      throw new MalformedRecordException(
          Reason.UNKNOWN_SCHEMA, "schema id " + id + " at byte 1 is not known");
    }
    return writer;
  }

  static byte[] requirePresent(byte @Nullable [] value) throws MalformedRecordException {
    if (value == null || value.length == 0) {
      throw new MalformedRecordException(
          Reason.EMPTY_RECORD, value == null ? "the value is null" : "the value has 0 bytes");
    }
    return value;
  }
}
