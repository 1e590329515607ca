package io.floodwall.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloodwallFormatterTest {
  private static final String HOSTILE =
      "x\u001b[2J\u0007 \u202Eniam\u202C\u200B\n\r\u009b31m\u007f\" verdict=\"ADMIT\\ \u2028";

  private static final Codecs CODECS = Codecs.pinned();
  private static final Hash PREV = Hash.sha256(new byte[] {1});
  private static final Control VALVE =
      new Control(Control.Kind.VALVE, "", true, "incident 42", "ada", null);

  private final ObjectMapper mapper = new ObjectMapper();
  private final RecordHeaders headers = new RecordHeaders();

  private static Intent intent(String text) {
    return new Intent(
        "acme",
        "agent-a",
        "change-1",
        null,
        new Action.Scale("web", 3),
        Priority.PAGER,
        BlastRadius.SERVICE,
        "production",
        text,
        null,
        1_767_229_200_000L,
        null);
  }

  private String printed(Map<String, String> properties, byte @Nullable [] value) {
    return printed(properties, "agent-a".getBytes(StandardCharsets.UTF_8), value);
  }

  private String printed(
      Map<String, String> properties, byte @Nullable [] key, byte @Nullable [] value) {
    var bytes = new ByteArrayOutputStream();
    try (var formatter = new FloodwallFormatter();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      formatter.configure(properties);
      formatter.writeTo(
          new ConsumerRecord<>(
              "floodwall.intents",
              3,
              42L,
              1_767_225_600_001L,
              TimestampType.LOG_APPEND_TIME,
              -1,
              -1,
              key,
              value,
              headers,
              Optional.empty()),
          out);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).endsWith(System.lineSeparator()).hasLineCount(1);
    return text.stripTrailing();
  }

  private JsonNode json(byte @Nullable [] value) throws Exception {
    return mapper.readTree(printed(Map.of(), value));
  }

  @Test
  void anIntentIsOneJsonObjectALine() {
    assertThat(printed(Map.of(), CODECS.intent().encode(intent("The queue grows"))))
        .isEqualTo(
            "{\"topic\":\"floodwall.intents\",\"partition\":3,\"offset\":42,"
                + "\"timestamp\":1767225600001,\"time\":\"2026-01-01T00:00:00.001Z\","
                + "\"key\":\"agent-a\",\"record\":\"Intent\",\"value\":{\"tenant\":\"acme\","
                + "\"agent\":\"agent-a\",\"id\":\"change-1\",\"onBehalfOf\":null,"
                + "\"action\":{\"resource\":\"web\",\"replicas\":3},\"priority\":\"PAGER\","
                + "\"blast\":\"SERVICE\",\"environment\":\"production\","
                + "\"reasoning\":\"The queue grows\",\"session\":null,"
                + "\"deadlineMs\":1767229200000,\"stateDigest\":null}}");
  }

  @Test
  void textIsOneLineOfFieldsForPeople() {
    assertThat(printed(Map.of("format", "text"), CODECS.intent().encode(intent("The queue grows"))))
        .isEqualTo(
            "floodwall.intents-3@42 2026-01-01T00:00:00.001Z key=\"agent-a\" record=\"Intent\""
                + " value={tenant=\"acme\" agent=\"agent-a\" id=\"change-1\" onBehalfOf=null"
                + " action={resource=\"web\" replicas=3} priority=\"PAGER\" blast=\"SERVICE\""
                + " environment=\"production\" reasoning=\"The queue grows\" session=null"
                + " deadlineMs=1767229200000 stateDigest=null}");
  }

  @Test
  void aTombstoneSaysSo() throws Exception {
    JsonNode shown = json(null);

    assertThat(shown.get("tombstone").booleanValue()).isTrue();
    assertThat(shown.has("value")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'',EMPTY_RECORD,the value has 0 bytes",
    "00,MALFORMED,'the value has 1 bytes, the framing alone has 5'",
    "7b7d7b7d7b7d,MALFORMED,'byte 0 must be 0x00, the magic of the framing, got 0x7b'",
    "0000001267ff,UNKNOWN_SCHEMA,schema id 4711 at byte 1 is not known",
    "0000000001ff,MALFORMED,does not decode as Intent: the value ends too early at byte 6"
  })
  void whatDoesNotDecodeIsShownByItsReasonAndFirstBytes(String hex, String reason, String detail)
      throws Exception {
    JsonNode shown = json(HexFormat.of().parseHex(hex));

    assertThat(shown.get("error").textValue()).isEqualTo(reason);
    assertThat(shown.get("detail").textValue()).isEqualTo(detail);
    assertThat(shown.get("bytes").intValue()).isEqualTo(hex.length() / 2);
    assertThat(shown.get("hex").textValue()).isEqualTo(hex);
  }

  @Test
  void ofLongDamageOnlyTheStartIsShown() throws Exception {
    JsonNode shown = json(new byte[100_000]);

    assertThat(shown.get("bytes").intValue()).isEqualTo(100_000);
    assertThat(shown.get("hex").textValue()).hasSize(2 * RecordView.SHOWN_BYTES);
  }

  @Test
  void aKeyThatIsNotTextIsShownInHex() throws Exception {
    JsonNode shown = mapper.readTree(printed(Map.of(), new byte[] {-1, 0}, null));

    assertThat(shown.get("key_hex").textValue()).isEqualTo("ff00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text"})
  void hostileTextMovesNoCursorAndPassesForNoField(String format) throws Exception {
    headers.add(HOSTILE, HOSTILE.getBytes(StandardCharsets.UTF_8));
    String line =
        printed(
            Map.of("format", format, "headers", "true"),
            HOSTILE.getBytes(StandardCharsets.UTF_8),
            CODECS.intent().encode(intent(HOSTILE)));

    assertThat(line).isEqualTo(PlainText.escaped(line)).doesNotContain(" verdict=\"");
    if (format.equals("json")) {
      assertThat(line).isPrintable().matches("\\p{ASCII}*");
      assertThat(mapper.readTree(line).at("/value/reasoning").textValue()).isEqualTo(HOSTILE);
      assertThat(mapper.readTree(line).at("/headers/0/name").textValue()).isEqualTo(HOSTILE);
    }
  }

  @Test
  void aLedgerEntrysPayloadIsDecodedByItsFingerprint() throws Exception {
    JsonNode payload = json(entry(Bytes.EMPTY)).at("/value/payload");

    assertThat(payload.get("record").textValue()).isEqualTo("Control");
    assertThat(payload.at("/value/kind").textValue()).isEqualTo("VALVE");
    assertThat(payload.at("/value/reason").textValue()).isEqualTo("incident 42");
  }

  @Test
  void aPayloadThatDoesNotDecodeSaysWhyAndTheEntryIsStillShown() throws Exception {
    JsonNode value = json(entry(Bytes.copyOf(new byte[] {0}))).get("value");

    assertThat(value.get("seq").longValue()).isEqualTo(8);
    assertThat(value.get("prev").textValue()).isEqualTo(PREV.hex());
    assertThat(value.at("/payload/error").textValue()).isEqualTo("MALFORMED");
    assertThat(value.at("/payload/detail").textValue()).startsWith("does not decode as Control");
  }

  @Test
  void aRawPayloadIsHex() throws Exception {
    JsonNode shown = mapper.readTree(printed(Map.of("payload", "raw"), entry(Bytes.EMPTY)));

    String hex = shown.at("/value/payload").textValue();
    assertThat(HexFormat.of().parseHex(hex)).isEqualTo(framed().payload().toArray());
  }

  @Test
  void anUnknownPropertyIsRefusedWithTheKnownOnes() {
    try (var formatter = new FloodwallFormatter()) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> formatter.configure(Map.of("print.key", "true")))
          .withMessage(
              "unknown --formatter-property [print.key]; known are [format, headers, payload,"
                  + " schema.registry.auth, schema.registry.url]");
    }
  }

  private static Framed framed() {
    try {
      return CODECS.unframe(CODECS.control().encode(VALVE));
    } catch (io.floodwall.schemas.MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** An entry of a control whose payload ends with {@code more}. */
  private static byte[] entry(Bytes more) {
    byte[] payload = framed().payload().toArray();
    byte[] whole = java.util.Arrays.copyOf(payload, payload.length + more.length());
    LedgerEntry entry =
        new Chain.Head(8, PREV)
            .next(EntryKind.CONTROL, CODECS.control().fingerprint(), Bytes.copyOf(whole));
    return CODECS.ledgerEntry().encode(entry);
  }
}
