package io.floodwall.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writes values of one schema, whose shape was looked at once and not again for every value.
 *
 * <p>Generated classes write themselves where they can. They cannot when a field is a union of
 * several records, as an intent's action is, and Avro's own writer then asks the schema anew for
 * each field of every record.
 */
@FunctionalInterface
interface WireWriter {
  void write(Object value, WireEncoder out) throws IOException;

  /** The writer of {@code schema}, whose records and enums are of generated classes. */
  static WireWriter of(Schema schema, WireData data) {
    return switch (schema.getType()) {
      case RECORD -> ofRecord(schema, data);
      case UNION -> ofUnion(schema, data);
      case ARRAY -> ofArray(of(schema.getElementType(), data));
      case ENUM -> (value, out) -> out.writeEnum(index((Enum<?>) value));
      case FIXED -> (value, out) -> out.writeFixed(((GenericFixed) value).bytes());
      case STRING -> (value, out) -> out.writeString((CharSequence) value);
      case BYTES -> (value, out) -> out.writeBytes((ByteBuffer) value);
      case INT -> (value, out) -> out.writeInt((Integer) value);
      case LONG -> (value, out) -> out.writeLong((Long) value);
      case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
      case NULL, FLOAT, DOUBLE, MAP ->
          throw new IllegalArgumentException("the contract has no " + schema.getType());
    };
  }

  @SuppressWarnings("EnumOrdinal") // a generated enum has the symbols in the schema's order
  private static int index(Enum<?> symbol) {
    return symbol.ordinal();
  }

  private static WireWriter ofRecord(Schema schema, WireData data) {
    if (data.writesItself(schema)) {
      return (value, out) -> ((SpecificRecordBase) value).customEncode(out);
    }
    WireWriter[] fields =
        schema.getFields().stream()
            .map(field -> of(field.schema(), data))
            .toArray(WireWriter[]::new);
    return (value, out) -> {
      var record = (SpecificRecord) value;
      for (int i = 0; i < fields.length; i++) {
        fields[i].write(record.get(i), out);
      }
    };
  }

  private static WireWriter ofUnion(Schema schema, WireData data) {
    List<Schema> branches = schema.getTypes();
    if (WireData.isOptional(schema)) {
      WireWriter present = of(branches.get(1), data);
      return (value, out) -> {
        out.writeIndex(value == null ? 0 : 1);
        if (value != null) {
          present.write(value, out);
        }
      };
    }
    Class<?>[] classes = branches.stream().map(data::getClass).toArray(Class<?>[]::new);
    WireWriter[] writers =
        branches.stream().map(branch -> of(branch, data)).toArray(WireWriter[]::new);
    return (value, out) -> {
      int index = 0;
      while (classes[index] != value.getClass()) {
        index++;
      }
      out.writeIndex(index);
      writers[index].write(value, out);
    };
  }

  private static WireWriter ofArray(WireWriter item) {
    return (value, out) -> {
      var items = (Collection<?>) value;
      out.writeArrayStart();
      out.setItemCount(items.size());
      for (Object one : items) {
        out.startItem();
        item.write(one, out);
      }
      out.writeArrayEnd();
    };
  }
}
