package io.floodwall.app.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.floodwall.core.intent.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value as it was written: a text's characters, a number's digits, an array's items one
 * level deep.
 *
 * <p>Numbers stay text until a field says what it needs, so no digit is lost and no exponent is
 * written out.
 */
record Value(JsonToken token, String text, List<Value> items) {
  private static final int SHOWN_CHARS_MAX = 120;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The values of the one object on {@code line}, by name. */
  static Map<String, Value> object(String line) throws BadLineException {
    if (line.startsWith("\uFEFF")) {
      throw new BadLineException(
          "the line starts with a byte order mark", "save the input as UTF-8 without one");
    }
    var values = new LinkedHashMap<String, Value>();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw notOneObject("the line is not a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        values.put(name, next(json));
      }
      if (json.nextToken() != null) {
        throw notOneObject("something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw notOneObject("the line is not JSON: " + shown(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a line in memory cannot fail to be read", e);
    }
    return values;
  }

  boolean isText() {
    return token == JsonToken.VALUE_STRING;
  }

  boolean isArray() {
    return token == JsonToken.START_ARRAY;
  }

  boolean isNumber() {
    return token.isNumeric();
  }

  boolean isInteger() {
    return token == JsonToken.VALUE_NUMBER_INT;
  }

  /** What it is, for a message. */
  String shown() {
    return switch (token) {
      case VALUE_STRING -> "the text '" + shown(text) + "'";
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      default -> shown(text);
    };
  }

  /** A text for a message: not long, on one line, and without characters that hide. */
  static String shown(String text) {
    String start = PlainText.start(text, SHOWN_CHARS_MAX);
    return PlainText.escaped(start.equals(text) ? text : start + "...");
  }

  private static Value next(JsonParser json) throws IOException, BadLineException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return flat(json);
    }
    var items = new ArrayList<Value>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(flat(json));
    }
    return new Value(JsonToken.START_ARRAY, "", items);
  }

  private static Value flat(JsonParser json) throws IOException, BadLineException {
    JsonToken token = json.currentToken();
    String text = token.isStructStart() ? "" : json.getText();
    json.skipChildren();
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new BadLineException("a text has half of a surrogate pair", "write whole characters");
    }
    return new Value(token, text, List.of());
  }

  private static BadLineException notOneObject(String wrong) {
    return new BadLineException(wrong, "give one JSON object a line");
  }
}
