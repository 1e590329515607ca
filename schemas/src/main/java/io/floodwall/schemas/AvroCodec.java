package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A codec of Avro binary: the current version of a schema is read and written by its {@link
 * Layout}, every other one by way of {@link OtherVersion}.
 *
 * @param <T> the core's record
 */
final class AvroCodec<T> implements Codec<T> {
  private static final ThreadLocal<WireEncoder> ENCODER = ThreadLocal.withInitial(WireEncoder::new);

  private final RecordSchema current;
  private final SchemaIds ids;
  private final Layout<T> layout;
  private final byte[] header;
  private final Map<Hash, OtherVersion> others = new ConcurrentHashMap<>();

  /** The codec of the record that is called {@code name} and has this layout. */
  AvroCodec(String name, SchemaIds ids, Layout<T> layout) {
    this.ids = ids;
    this.layout = layout;
    this.current = ids.current(name);
    if (!current.fingerprint().equals(PinnedSchemaIds.load().current(name).fingerprint())) {
      throw new IllegalStateException(
          "schema id " + current.id() + " is not the schema of " + name);
    }
    this.header = Framing.header(current.id());
  }

  @Override
  public String name() {
    return current.recordName();
  }

  @Override
  public Hash fingerprint() {
    return current.fingerprint();
  }

  @Override
  public byte[] encode(T value) {
    WireEncoder out = ENCODER.get();
    out.start(header);
    layout.writer().write(value, out);
    return out.toBytes();
  }

  @Override
  public T decode(byte @Nullable [] value) throws MalformedRecordException {
    byte[] present = Framing.requirePresent(value);
    return read(
        isCurrent(present) ? current : Framing.writerOf(present, ids),
        present,
        Framing.HEADER_BYTES);
  }

  @Override
  public T decodePayload(Hash writtenWith, Bytes payload) throws MalformedRecordException {
    RecordSchema version = ids.byFingerprint(writtenWith);
    if (version == null) {
      throw new MalformedRecordException(
          Reason.UNKNOWN_SCHEMA, "no known schema has the fingerprint " + writtenWith);
    }
    return read(version, payload.toArray(), 0);
  }

  private boolean isCurrent(byte[] value) {
    return value.length >= header.length
        && Arrays.equals(value, 0, header.length, header, 0, header.length);
  }

  private T read(RecordSchema version, byte[] bytes, int from) throws MalformedRecordException {
    if (!version.recordName().equals(name())) {
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "the value is framed as " + version.recordName() + " where " + name() + " belongs");
    }
    OtherVersion other = version.fingerprint().equals(fingerprint()) ? null : other(version);
    var in = new WireDecoder(bytes, from);
    try {
      if (other != null) {
        in = new WireDecoder(other.asCurrent(in), 0);
      }
      T value = layout.reader().read(in);
      in.requireEnd();
      return value;
    } catch (WireFormatException e) {
      throw new MalformedRecordException(
          Reason.MALFORMED, "does not decode as " + name() + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever Avro or a core constructor throws on bytes from outside is the bytes' fault.
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "does not decode as " + name() + ": " + e.getMessage() + ", before byte " + in.position(),
          e);
    }
  }

  private OtherVersion other(RecordSchema version) {
    return others.computeIfAbsent(
        version.fingerprint(), any -> new OtherVersion(version.schema(), current.schema()));
  }
}
