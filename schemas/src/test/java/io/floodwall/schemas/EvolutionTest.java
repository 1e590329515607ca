package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of another schema version are read as far as the two versions agree. */
class EvolutionTest {
  private static final int OTHER_ID = 99;
  private static final Schema CURRENT = PinnedSchemaIds.load().current("Intent").schema();

  private final byte[] v1 = Codecs.pinned().intent().encode(Samples.FULL_INTENT);

  @Test
  void aLaterReaderWithADefaultedFieldReadsTodaysBytes() throws IOException {
    Schema later =
        withFields(
            new Schema.Field("urgency", Schema.create(Schema.Type.LONG), "Added later.", 7L));
    var reader = new GenericDatumReader<GenericRecord>(CURRENT, later);

    GenericRecord read = reader.read(null, new WireDecoder(v1, Framing.HEADER_BYTES));

    assertThat(read.get("urgency")).isEqualTo(7L);
    assertThat(read.get("agent")).hasToString("agent-a");
  }

  @Test
  void todaysReaderFillsInAFieldThatAnEarlierVersionLacked() throws Exception {
    Schema earlier = without("stateDigest");
    byte[] bytes = write(earlier, record -> {});

    Intent read = new Codecs(new WithOther(earlier)).intent().decode(bytes);

    assertThat(read.stateDigest()).isNull();
    assertThat(read.reasoning()).isEqualTo(Samples.FULL_INTENT.reasoning());
  }

  @Test
  void todaysReaderPassesOverFieldsOfALaterVersion() throws Exception {
    Schema labels = Schema.createArray(Schema.create(Schema.Type.STRING));
    Schema later =
        withFields(
            new Schema.Field("labels", labels, "Added later.", List.of()),
            new Schema.Field("proof", Schema.create(Schema.Type.BYTES), "Added later.", ""));
    byte[] bytes = write(later, record -> record.put("labels", List.of("a", "b")));

    assertThat(new Codecs(new WithOther(later)).intent().decode(bytes))
        .isEqualTo(Samples.FULL_INTENT);
  }

  @Test
  void whatIsPassedOverIsCheckedToo() throws Exception {
    Schema labels = Schema.createArray(Schema.create(Schema.Type.STRING));
    Schema later = withFields(new Schema.Field("labels", labels, "Added later.", List.of()));
    byte[] bytes = write(later, record -> record.put("labels", List.of("a", "b")));
    Codec<Intent> codec = new Codecs(new WithOther(later)).intent();

    for (int length = bytes.length - 6; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(MalformedRecordException.class).isThrownBy(() -> codec.decode(cut));
    }
  }

  @Test
  void aConstantOfALaterVersionIsMalformedToday() throws Exception {
    Schema later =
        new Schema.Parser().parse(CURRENT.toString().replace("\"PAGER\"", "\"PAGER\",\"SIREN\""));
    Schema priority = later.getField("priority").schema();
    byte[] bytes =
        write(later, r -> r.put("priority", new GenericData.EnumSymbol(priority, "SIREN")));

    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> new Codecs(new WithOther(later)).intent().decode(bytes))
        .withMessageContaining("SIREN")
        .extracting(MalformedRecordException::reason)
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void codecsRefuseIdsWhoseCurrentVersionIsNotTheirOwn() {
    var newer = new WithOther(without("stateDigest")).asCurrent();

    assertThatIllegalStateException()
        .isThrownBy(() -> new Codecs(newer))
        .withMessageContaining("Intent");
  }

  /** The full sample as a writer of {@code schema} has it. */
  private byte[] write(Schema schema, Consumer<GenericRecord> change) throws IOException {
    GenericRecord known =
        new GenericDatumReader<GenericRecord>(CURRENT)
            .read(null, new WireDecoder(v1, Framing.HEADER_BYTES));
    var builder = new GenericRecordBuilder(schema);
    for (Schema.Field field : schema.getFields()) {
      if (known.hasField(field.name())) {
        builder.set(field, known.get(field.name()));
      }
    }
    GenericRecord record = builder.build();
    change.accept(record);
    var out = new ByteArrayOutputStream();
    out.writeBytes(Framing.header(OTHER_ID));
    new GenericDatumWriter<GenericRecord>(schema)
        .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
    return out.toByteArray();
  }

  private static Schema withFields(Schema.Field... added) {
    return copy("", added);
  }

  private static Schema without(String field) {
    return copy(field);
  }

  private static Schema copy(String dropped, Schema.Field... added) {
    var fields = new ArrayList<Schema.Field>();
    for (Schema.Field field : CURRENT.getFields()) {
      if (!field.name().equals(dropped)) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    fields.addAll(List.of(added));
    return Schema.createRecord("Intent", CURRENT.getDoc(), CURRENT.getNamespace(), false, fields);
  }

  /** The pinned ids, and one more version of Intent. */
  private static final class WithOther implements SchemaIds {
    private final PinnedSchemaIds pinned = PinnedSchemaIds.load();
    private final RecordSchema other;
    private boolean current;

    WithOther(Schema other) {
      this.other = RecordSchema.of(OTHER_ID, other);
    }

    WithOther asCurrent() {
      current = true;
      return this;
    }

    @Override
    public RecordSchema current(String recordName) {
      return current && recordName.equals(other.recordName()) ? other : pinned.current(recordName);
    }

    @Override
    public @Nullable RecordSchema byId(int id) {
      return id == OTHER_ID ? other : pinned.byId(id);
    }

    @Override
    public @Nullable RecordSchema byFingerprint(Hash fingerprint) {
      return fingerprint.equals(other.fingerprint()) ? other : pinned.byFingerprint(fingerprint);
    }
  }
}
