package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.signing.SigningMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts say what the schemas say: Avro, which knows only those, agrees field by field. */
class LayoutTest {
  /** Fields that the schema calls otherwise than the core. */
  private static final Map<String, String> NAMES =
      Map.of(
          "LedgerEntry.schema", "schemaFingerprint",
          "TokenBucket.last", "lastMs");

  private final Codecs codecs = Codecs.pinned();
  private final PinnedSchemaIds ids = PinnedSchemaIds.load();

  static Stream<Samples.Sample<?>> samples() {
    return Samples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void avroReadsWhatALayoutWritesAndWritesTheSameBytes(Samples.Sample<?> sample)
      throws IOException {
    byte[] ours = sample.encoded(codecs);

    assertThat(avroBytes(avroRecord(sample))).isEqualTo(withoutFrame(ours));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFieldIsTheOneOfItsName(Samples.Sample<?> sample) throws Exception {
    if (sample.record().equals("Head")) {
      return; // its chain's head is a record in the core alone; the golden bytes hold it
    }
    requireSame(sample.value(), avroRecord(sample), sample.record());
  }

  /** Bytes of another version become those of this one, by way of Avro. */
  @ParameterizedTest
  @MethodSource("samples")
  void aRecordOfThisVersionIsTheSameByWayOfAvro(Samples.Sample<?> sample) throws IOException {
    Schema schema = ids.current(sample.record()).schema();
    byte[] ours = withoutFrame(sample.encoded(codecs));

    byte[] again = new OtherVersion(schema, schema).asCurrent(new WireDecoder(ours, 0));

    assertThat(again).isEqualTo(ours);
  }

  @Test
  void constantsHaveTheSchemasOrder() {
    assertThat(symbols("Intent", "priority")).isEqualTo(names(Priority.values()));
    assertThat(symbols("Intent", "blast")).isEqualTo(names(BlastRadius.values()));
    assertThat(symbols("LedgerEntry", "kind")).isEqualTo(names(EntryKind.values()));
    assertThat(symbols("Outcome", "result")).isEqualTo(names(Outcome.Result.values()));
    assertThat(symbols("Control", "kind")).isEqualTo(names(Control.Kind.values()));
    assertThat(names(SigningMode.values()))
        .isEqualTo(field("Control", "mode").getTypes().get(1).getEnumSymbols());
    assertThat(field("Decision", "ruling").getField("verdict").schema().getEnumSymbols())
        .isEqualTo(names(Verdict.values()));
    assertThat(field("Intent", "action").getTypes())
        .extracting(branch -> branch.getName().toUpperCase(Locale.ROOT))
        .isEqualTo(names(Action.Kind.values()));
  }

  private GenericRecord avroRecord(Samples.Sample<?> sample) throws IOException {
    var bytes = new ByteArrayInputStream(withoutFrame(sample.encoded(codecs)));
    return new GenericDatumReader<GenericRecord>(ids.current(sample.record()).schema())
        .read(null, DecoderFactory.get().directBinaryDecoder(bytes, null));
  }

  private static byte[] avroBytes(GenericRecord record) throws IOException {
    var out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    return out.toByteArray();
  }

  private static byte[] withoutFrame(byte[] value) {
    return Arrays.copyOfRange(value, Framing.HEADER_BYTES, value.length);
  }

  /** Walks a record of the core beside Avro's record of it. */
  private static void requireSame(Object core, GenericRecord avro, String place) throws Exception {
    var compared = new ArrayList<String>();
    for (RecordComponent component : core.getClass().getRecordComponents()) {
      String name = component.getName();
      String type = core.getClass().getSimpleName();
      String field = NAMES.getOrDefault(type + "." + name, name);
      compared.add(field);
      component.getAccessor().setAccessible(true);
      requireEqual(component.getAccessor().invoke(core), avro.get(field), place + "." + field);
    }
    assertThat(avro.getSchema().getFields())
        .as("fields of %s", place)
        .extracting(Schema.Field::name)
        .containsExactlyInAnyOrderElementsOf(compared);
  }

  private static void requireEqual(Object core, Object avro, String place) throws Exception {
    if (avro instanceof GenericRecord record) {
      requireSame(core, record, place);
    } else if (core instanceof List<?> items) {
      List<?> others = (List<?>) avro;
      assertThat(others).as(place).hasSameSizeAs(items);
      for (int i = 0; i < items.size(); i++) {
        requireEqual(items.get(i), others.get(i), place + "[" + i + "]");
      }
    } else {
      assertThat(plain(avro)).as(place).isEqualTo(plain(core));
    }
  }

  /** Text, number, or hex digits. */
  private static String plain(Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    }
    if (value instanceof GenericFixed fixed) {
      return HexFormat.of().formatHex(fixed.bytes());
    }
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }

  private List<String> symbols(String record, String field) {
    return field(record, field).getEnumSymbols();
  }

  private Schema field(String record, String field) {
    return ids.current(record).schema().getField(field).schema();
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
