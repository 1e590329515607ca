package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schema of the contract keeps to. */
class SchemaContractTest {
  static Stream<RecordSchema> versions() {
    return PinnedSchemaIds.load().versions().values().stream();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyTypeAndFieldHasADoc(RecordSchema version) {
    for (Schema type : namedTypes(version.schema())) {
      assertThat(type.getDoc()).as("doc of %s", type.getName()).isNotBlank().endsWith(".");
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          assertThat(field.doc())
              .as("doc of %s.%s", type.getName(), field.name())
              .isNotBlank()
              .endsWith(".");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void nothingIsAMapOrAFloatingPointNumber(RecordSchema version) {
    assertThat(allTypes(version.schema()))
        .extracting(Schema::getType)
        .doesNotContain(Schema.Type.MAP, Schema.Type.FLOAT, Schema.Type.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void noSchemaContainsItself(RecordSchema version) {
    requireNotRecursive(version.schema(), List.of());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyArrayItemTakesAByte(RecordSchema version) {
    for (Schema type : allTypes(version.schema())) {
      if (type.getType() == Schema.Type.ARRAY) {
        assertThat(bytesMin(type.getElementType())).as("items of %s", type).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void optionalFieldsAreNullFirstAndDefaultToNull(RecordSchema version) {
    for (Schema type : namedTypes(version.schema())) {
      if (type.getType() != Schema.Type.RECORD) {
        continue;
      }
      for (Schema.Field field : type.getFields()) {
        if (field.schema().isNullable()) {
          String place = type.getName() + "." + field.name();
          assertThat(field.schema().getTypes()).as(place).hasSize(2);
          assertThat(field.schema().getTypes().get(0).getType())
              .as(place)
              .isEqualTo(Schema.Type.NULL);
          assertThat(field.hasDefaultValue()).as(place).isTrue();
        }
      }
    }
  }

  @Test
  void everySourceFileNamesTheTypeItDefines() throws IOException {
    try (Stream<Path> files = Files.walk(SourceSchemas.FOLDER).filter(Files::isRegularFile)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file -> {
                String type = file.getFileName().toString().replace(".avsc", "");
                assertThat(text(file)).contains("\"name\": \"" + type + "\"");
                assertThat(text(file)).contains("\"namespace\": \"io.floodwall.wire\"");
              });
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNotRecursive(Schema schema, List<String> above) {
    if (schema.getType() == Schema.Type.RECORD) {
      assertThat(above).doesNotContain(schema.getFullName());
      var path = new ArrayList<>(above);
      path.add(schema.getFullName());
      children(schema).forEach(child -> requireNotRecursive(child, path));
    } else {
      children(schema).forEach(child -> requireNotRecursive(child, above));
    }
  }

  private static int bytesMin(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case FIXED -> schema.getFixedSize();
      case RECORD -> children(schema).stream().mapToInt(SchemaContractTest::bytesMin).sum();
      default -> 1;
    };
  }

  private static List<Schema> namedTypes(Schema schema) {
    return allTypes(schema).stream()
        .filter(
            type ->
                type.getType() == Schema.Type.RECORD
                    || type.getType() == Schema.Type.ENUM
                    || type.getType() == Schema.Type.FIXED)
        .toList();
  }

  private static Set<Schema> allTypes(Schema schema) {
    var types = new LinkedHashSet<Schema>();
    collect(schema, types);
    return types;
  }

  private static void collect(Schema schema, Set<Schema> types) {
    if (types.add(schema)) {
      children(schema).forEach(child -> collect(child, types));
    }
  }

  private static List<Schema> children(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
      case ARRAY -> List.of(schema.getElementType());
      case MAP -> List.of(schema.getValueType());
      case UNION -> schema.getTypes();
      default -> List.of();
    };
  }
}
