package io.floodwall.schemas.registry;

import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.RecordSchema;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * A schema from a registry that nobody vouches for: kept only when it is one of ours, or another
 * version of one of ours that our readers can read within their limits.
 *
 * <p>It is reduced to its Parsing Canonical Form first, so that no property in it can choose a Java
 * class or a default.
 */
final class FetchedSchema {
  private static final int FIXED_BYTES_MAX = 1024;

  private FetchedSchema() {}

  /** The version under {@code id}, or null when it is not one that we can read. */
  static @Nullable RecordSchema check(int id, String text, PinnedSchemaIds ours) {
    try {
      Schema parsed = new Schema.Parser().parse(text);
      Schema schema = new Schema.Parser().parse(SchemaNormalization.toParsingForm(parsed));
      RecordSchema fetched = RecordSchema.of(id, schema);
      RecordSchema known = ours.byFingerprint(fetched.fingerprint());
      if (known != null) {
        return new RecordSchema(id, known.recordName(), known.schema(), known.fingerprint());
      }
      return isReadable(schema, ours) ? fetched : null;
    } catch (AvroRuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private static boolean isReadable(Schema schema, PinnedSchemaIds ours) {
    if (schema.getType() != Schema.Type.RECORD || !isWithinLimits(schema, new HashSet<>())) {
      return false;
    }
    return ours.versions().values().stream()
        .filter(version -> version.schema().getFullName().equals(schema.getFullName()))
        .map(version -> ours.current(version.recordName()))
        .anyMatch(
            current ->
                SchemaCompatibility.checkReaderWriterCompatibility(current.schema(), schema)
                        .getType()
                    == SchemaCompatibilityType.COMPATIBLE);
  }

  /** A fixed value is allocated before a byte of it is read. */
  private static boolean isWithinLimits(Schema schema, Set<String> seen) {
    return switch (schema.getType()) {
      case FIXED -> schema.getFixedSize() <= FIXED_BYTES_MAX;
      case ARRAY -> isWithinLimits(schema.getElementType(), seen);
      case UNION -> schema.getTypes().stream().allMatch(type -> isWithinLimits(type, seen));
      case RECORD ->
          !seen.add(schema.getFullName())
              || schema.getFields().stream()
                  .allMatch(field -> isWithinLimits(field.schema(), seen));
      case MAP, FLOAT, DOUBLE -> false; // not in the contract
      case ENUM, STRING, BYTES, INT, LONG, BOOLEAN, NULL -> true;
    };
  }
}
