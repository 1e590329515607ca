package io.floodwall.schemas;

import java.io.IOException;

/**
 * How one record's fields follow each other in Avro binary, as the current version of its schema
 * has them.
 *
 * <p>Avro writes a record as its fields in their order and nothing between them, so reading and
 * writing is one call a field. Nothing here looks at a schema; that both agree is tested.
 *
 * @param <T> the core's record
 */
record Layout<T>(Reader<T> reader, Writer<T> writer) {

  /** Reads the fields and makes the record of them. */
  @FunctionalInterface
  interface Reader<T> {
    T read(WireDecoder in) throws IOException;
  }

  /** Writes the fields. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T value, WireEncoder out);
  }
}
