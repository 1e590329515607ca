package io.floodwall.app.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.Locale;

/**
 * One line of a history: something was tried, or came out, or was read.
 *
 * <p>{@code docs/chaos.md} lists the operations and their fields.
 *
 * @param time nanoseconds since the run began
 * @param id what is operated on; the invoke and its end have the same
 * @param fields all of the line
 */
record Event(String op, Type type, String id, long time, ObjectNode fields) {
  /** How far an operation is. */
  enum Type {
    /** It begins. */
    INVOKE,
    /** It happened, or was read. */
    OK,
    /** It did not happen. */
    FAIL,
    /** Nobody knows. */
    INFO;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Event of(Type type, String op, String id, long time) {
    ObjectNode fields = Json.object();
    fields.put("op", op).put("type", type.label()).put("id", id).put("time", time);
    return new Event(op, type, id, time, fields);
  }

  /** The event that {@code line} is; what is wrong with it is told. */
  static Event parse(String line) {
    try {
      if (Json.parse(line) instanceof ObjectNode fields) {
        String op = text(fields, "op");
        String type = text(fields, "type");
        for (Type known : Type.values()) {
          if (known.label().equals(type)) {
            JsonNode time = fields.path("time");
            return new Event(op, known, fields.path("id").asText(""), time.asLong(), fields);
          }
        }
        throw new IllegalArgumentException("type is '" + type + "': use invoke, ok, fail or info");
      }
      throw new IllegalArgumentException("not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  Event with(String field, long value) {
    fields.put(field, value);
    return this;
  }

  Event with(String field, double value) {
    fields.put(field, value);
    return this;
  }

  Event with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  Event with(String field, JsonNode value) {
    fields.set(field, value);
    return this;
  }

  boolean has(String field) {
    return fields.has(field);
  }

  /** A text that has to be there. */
  String text(String field) {
    return text(fields, field);
  }

  /** A whole number that has to be there. */
  long number(String field) {
    JsonNode value = fields.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(op + " needs the whole number '" + field + "'");
    }
    return value.asLong();
  }

  int partition() {
    return Math.toIntExact(number("partition"));
  }

  private static String text(ObjectNode fields, String field) {
    JsonNode value = fields.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("the text '" + field + "' is missing");
    }
    return value.asText();
  }
}
