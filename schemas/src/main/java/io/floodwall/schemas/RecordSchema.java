package io.floodwall.schemas;

import io.floodwall.core.Hash;
import java.security.NoSuchAlgorithmException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * One version of one record's schema, under the id that frames carry.
 *
 * @param recordName the record's name without its namespace, such as {@code Intent}
 * @param fingerprint the SHA-256 of the schema's Parsing Canonical Form (Avro specification): the
 *     name that is hashed, because ids differ between registries
 */
public record RecordSchema(int id, String recordName, Schema schema, Hash fingerprint) {

  /** The version that {@code schema} is, under {@code id}. */
  public static RecordSchema of(int id, Schema schema) {
    return new RecordSchema(id, schema.getName(), schema, fingerprint(schema));
  }

  static Hash fingerprint(Schema schema) {
    try {
      return Hash.of(SchemaNormalization.parsingFingerprint("SHA-256", schema));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
