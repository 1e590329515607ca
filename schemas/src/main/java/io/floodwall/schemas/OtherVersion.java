package io.floodwall.schemas;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Another version of a record's schema than the one its {@link Layout} has: its bytes are resolved
 * by Avro and written again as the current version's. Safe for many threads.
 */
final class OtherVersion {
  private static final byte[] NO_HEADER = {};

  private final GenericDatumReader<GenericRecord> reader;
  private final GenericDatumWriter<GenericRecord> writer;

  OtherVersion(Schema written, Schema current) {
    this.reader = new GenericDatumReader<>(written, current);
    this.writer = new GenericDatumWriter<>(current);
  }

  /** The current version's bytes of the record that is all that {@code in} has. */
  byte[] asCurrent(WireDecoder in) throws IOException {
    GenericRecord record = reader.read(null, in);
    in.requireEnd();
    var out = new WireEncoder();
    out.start(NO_HEADER);
    writer.write(record, out);
    return out.toBytes();
  }
}
