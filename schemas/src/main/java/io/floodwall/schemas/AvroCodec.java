package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A codec that goes through a generated Avro class.
 *
 * @param <T> the core's record
 * @param <W> its twin on the wire
 */
final class AvroCodec<T, W extends SpecificRecord> implements Codec<T> {
  private static final WireData DATA = new WireData();
  private static final ThreadLocal<WireEncoder> ENCODER = ThreadLocal.withInitial(WireEncoder::new);

  private final Schema schema;
  private final SchemaIds ids;
  private final Function<T, W> toWire;
  private final Function<W, T> fromWire;
  private final byte[] header;
  private final Hash fingerprint;
  private final WireWriter writer;
  private final FastReaderBuilder readerBuilder = new FastReaderBuilder(DATA);
  private final Map<Hash, DatumReader<W>> readers = new ConcurrentHashMap<>();

  AvroCodec(Schema schema, SchemaIds ids, Function<T, W> toWire, Function<W, T> fromWire) {
    this.schema = schema;
    this.ids = ids;
    this.toWire = toWire;
    this.fromWire = fromWire;
    this.fingerprint = RecordSchema.fingerprint(schema);
    RecordSchema current = ids.current(schema.getName());
    if (!current.fingerprint().equals(fingerprint)) {
      throw new IllegalStateException(
          "schema id " + current.id() + " is not the schema of " + schema.getName());
    }
    this.header = Framing.header(current.id());
    this.writer = WireWriter.of(schema, DATA);
    newReader(current);
  }

  @Override
  public String name() {
    return schema.getName();
  }

  @Override
  public Hash fingerprint() {
    return fingerprint;
  }

  @Override
  public byte[] encode(T value) {
    WireEncoder out = ENCODER.get();
    out.start(header);
    try {
      writer.write(toWire.apply(value), out);
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory cannot fail", e);
    }
    return out.toBytes();
  }

  @Override
  public T decode(byte @Nullable [] value) throws MalformedRecordException {
    byte[] present = Framing.requirePresent(value);
    return read(Framing.writerOf(present, ids), present, Framing.HEADER_BYTES);
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

  private T read(RecordSchema version, byte[] bytes, int from) throws MalformedRecordException {
    if (!version.recordName().equals(name())) {
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "the value is framed as " + version.recordName() + " where " + name() + " belongs");
    }
    DatumReader<W> reader = reader(version); // a failure to build one is ours, not the bytes'
    var in = new WireDecoder(bytes, from);
    try {
      W wire = reader.read(null, in);
      in.requireEnd();
      return fromWire.apply(wire);
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

  private DatumReader<W> reader(RecordSchema version) {
    DatumReader<W> reader = readers.get(version.fingerprint());
    return reader != null ? reader : newReader(version);
  }

  private synchronized DatumReader<W> newReader(RecordSchema version) {
    try {
      DatumReader<W> reader = readerBuilder.createDatumReader(version.schema(), schema);
      readers.put(version.fingerprint(), reader);
      return reader;
    } catch (IOException e) {
      throw new IllegalStateException("cannot build a reader of " + version.schema(), e);
    }
  }
}
