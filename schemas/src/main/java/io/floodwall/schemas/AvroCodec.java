package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A codec that goes through a generated Avro class.
 *
 * @param <T> the core's record
 * @param <W> its twin on the wire
 */
final class AvroCodec<T, W extends SpecificRecord> implements Codec<T> {
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Schema schema;
  private final SchemaIds ids;
  private final Function<T, W> toWire;
  private final Function<W, T> fromWire;
  private final byte[] header;
  private final Hash fingerprint;
  private final SpecificData data;
  private final DatumWriter<W> writer;
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
    this.data = new SpecificData(AvroCodec.class.getClassLoader());
    data.setCustomCoders(false); // they would write text past StrictWriter
    data.setFastReaderEnabled(true);
    this.writer = new StrictWriter<>(schema, data);
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
    Scratch scratch = SCRATCH.get();
    scratch.out.reset();
    scratch.out.writeBytes(header);
    try {
      writer.write(toWire.apply(value), scratch.encoder);
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory cannot fail", e);
    }
    return scratch.out.toByteArray();
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
          "the value is a " + version.recordName() + ", a " + name() + " belongs here");
    }
    var in = new WireDecoder(bytes, from);
    try {
      W wire = reader(version).read(null, in);
      in.requireEnd();
      return fromWire.apply(wire);
    } catch (WireFormatException e) {
      throw new MalformedRecordException(
          Reason.MALFORMED, "not a " + name() + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever Avro or a core constructor throws on bytes from outside is the bytes' fault.
      throw new MalformedRecordException(
          Reason.MALFORMED,
          "not a " + name() + ": " + e.getMessage() + ", before byte " + in.position(),
          e);
    }
  }

  private DatumReader<W> reader(RecordSchema version) {
    DatumReader<W> known = readers.get(version.fingerprint());
    return known != null
        ? known
        : readers.computeIfAbsent(
            version.fingerprint(), f -> new SpecificDatumReader<>(version.schema(), schema, data));
  }

  /** One thread's buffer, kept between records. */
  private static final class Scratch {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
  }
}
