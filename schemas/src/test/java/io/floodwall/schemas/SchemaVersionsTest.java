package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.core.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published schema versions never change, and today's code reads all of them. */
class SchemaVersionsTest {
  private final PinnedSchemaIds ids = PinnedSchemaIds.load();

  /** What {@code src/main/avro} says of each record. */
  static Stream<Schema> records() {
    return SourceSchemas.read().stream();
  }

  @Test
  void everyRecordHasAnId() {
    assertThat(ids.versions().values())
        .extracting(RecordSchema::recordName)
        .containsAll(records().map(Schema::getName).toList());
  }

  /** {@code schema-history/fingerprints.properties} is the lock: lines are only ever added. */
  @Test
  void publishedVersionsKeepTheirIdsAndTheirBytes() throws IOException {
    var locked = new Properties();
    try (InputStream in =
        SchemaVersionsTest.class.getResourceAsStream("/schema-history/fingerprints.properties")) {
      assertThat(in).isNotNull();
      locked.load(in);
    }
    Map<String, String> published = new TreeMap<>();
    ids.versions()
        .forEach(
            (id, version) ->
                published.put(
                    Integer.toString(id), version.recordName() + " " + version.fingerprint()));

    assertThat(published).containsExactlyInAnyOrderEntriesOf(asMap(locked));
  }

  /** Where it fails, a source in {@code src/main/avro} changed: publish it as a new version. */
  @ParameterizedTest
  @MethodSource("records")
  void theCurrentVersionIsTheSourceDocsIncluded(Schema record) {
    String published = ids.current(record.getName()).schema().toString();

    assertThat(published).isEqualTo(record.toString());
  }

  @ParameterizedTest
  @MethodSource("records")
  void theCurrentSchemaReadsEveryPublishedVersion(Schema record) throws SchemaValidationException {
    List<Schema> published =
        ids.versions().values().stream()
            .filter(version -> version.recordName().equals(record.getName()))
            .map(RecordSchema::schema)
            .toList();

    assertThat(published).isNotEmpty();
    new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(record, published);
  }

  @Test
  void aVersionIsFoundByIdAndByFingerprint() {
    for (RecordSchema version : ids.versions().values()) {
      assertThat(ids.byId(version.id())).isSameAs(version);
      assertThat(ids.byFingerprint(version.fingerprint())).isSameAs(version);
    }
    assertThat(ids.byId(0)).isNull();
    assertThat(ids.byFingerprint(Hash.sha256(new byte[0]))).isNull();
    assertThatIllegalArgumentException().isThrownBy(() -> ids.current("Permit"));
  }

  private static Map<String, String> asMap(Properties properties) {
    var map = new TreeMap<String, String>();
    properties.forEach((key, value) -> map.put((String) key, (String) value));
    return map;
  }
}
