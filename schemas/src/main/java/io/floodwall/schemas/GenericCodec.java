package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads any record of the contract field by field, with the very schema it was written with: for
 * those who show what is there, whatever it says. Safe for many threads.
 */
public final class GenericCodec {
  private final SchemaIds ids;
  private final Map<Hash, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();

  /** Reads frames with these ids. */
  public GenericCodec(SchemaIds ids) {
    this.ids = ids;
  }

  /** The record in the framed bytes of a Kafka value. */
  public GenericRecord read(byte @Nullable [] value) throws MalformedRecordException {
    byte[] present = Framing.requirePresent(value);
    return read(Framing.writerOf(present, ids), present, Framing.HEADER_BYTES);
  }

  /** The record in bytes without framing, written with the schema that has this fingerprint. */
  public GenericRecord readPayload(Hash writtenWith, Bytes payload)
      throws MalformedRecordException {
    RecordSchema version = ids.byFingerprint(writtenWith);
    if (version == null) {
      throw new MalformedRecordException(
          Reason.UNKNOWN_SCHEMA, "no known schema has the fingerprint " + writtenWith);
    }
    return read(version, payload.toArray(), 0);
  }

  private GenericRecord read(RecordSchema version, byte[] bytes, int from)
      throws MalformedRecordException {
    var in = new WireDecoder(bytes, from);
    try {
      GenericRecord record =
          readers
              .computeIfAbsent(
                  version.fingerprint(), any -> new GenericDatumReader<>(version.schema()))
              .read(null, in);
      in.requireEnd();
      return record;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever Avro throws on bytes from outside is the bytes' fault.
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "does not decode as "
              + version.recordName()
              + ": "
              + e.getMessage()
              + (e instanceof WireFormatException ? "" : ", before byte " + in.position()),
          e);
    }
  }
}
