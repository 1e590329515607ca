package io.floodwall.app.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.floodwall.core.Floodwall;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.ledger.CompatChain;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines that a simulation answers with: one JSON object each, keys in a fixed order. */
final class Answers {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().characterEscapes(new HiddenCharacters()).build();

  private Answers() {}

  static String configured() {
    return object("config", json -> {});
  }

  static String submitted(long id, String outcome, int pending) {
    return object(
        "submit",
        json -> {
          u64(json, "id", id);
          json.writeStringField("outcome", outcome);
          json.writeNumberField("pending", pending);
        });
  }

  static String nothingWaits() {
    return object("tick", json -> json.writeBooleanField("none", true));
  }

  static String ruled(Floodwall.Ruled ruled, int pending) {
    CompatChain.Link link = Objects.requireNonNull(ruled.row().compat(), "ids are decimal");
    return object(
        "tick",
        json -> {
          u64(json, "id", Long.parseUnsignedLong(ruled.intent().id()));
          json.writeStringField("agent", ruled.intent().agent());
          json.writeStringField("verdict", ruled.ruling().verdict().label());
          json.writeStringField("reason", ruled.ruling().text());
          json.writeArrayFieldStart("breakdown");
          for (Ruling.Said said : ruled.ruling().breakdown()) {
            json.writeStartArray();
            json.writeString(said.policy());
            // A policy of the seed admits what it does not object to.
            Verdict verdict = said.verdict() == null ? Verdict.ADMIT : said.verdict();
            json.writeString(verdict.label());
            json.writeString(said.text());
            json.writeEndArray();
          }
          json.writeEndArray();
          json.writeNumberField("seq", link.seq());
          json.writeStringField("prev", CompatChain.hex(link.prev()));
          json.writeStringField("digest", CompatChain.hex(link.digest()));
          json.writeNumberField("pending", pending);
        });
  }

  static String state(Floodwall wall) {
    return object(
        "state",
        json -> {
          json.writeNumberField("pending", wall.pending());
          json.writeNumberField("records", wall.ledger().size());
          json.writeStringField("head", CompatChain.hex(wall.ledger().compatHead()));
          json.writeBooleanField("valid", wall.ledger().verify().isEmpty());
        });
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String object(String op, Body body) {
    var out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("op", op);
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string in memory cannot fail to be written", e);
    }
    return out.toString();
  }

  private static void u64(JsonGenerator json, String name, long bits) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Long.toUnsignedString(bits));
  }

  /**
   * Escapes, beside what JSON must, every character that could move a cursor, reorder or hide text
   * on a terminal, and surrogate pairs. It is the same JSON.
   */
  private static final class HiddenCharacters extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[DELETE] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      String text = Character.toString(ch);
      return PlainText.escaped(text).equals(text)
          ? null
          : new SerializedString(String.format("\\u%04x", ch));
    }
  }
}
