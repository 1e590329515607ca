package io.floodwall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.core.intent.PlainText;

/**
 * A JSON tree in one line for people: {@code name=value}, objects in braces. Text is always quoted,
 * so that no text can pass for a field beside it.
 */
final class TreeText {
  private TreeText() {}

  /** The fields of {@code object}, a space between them. */
  static String fields(ObjectNode object) {
    var out = new StringBuilder();
    appendFields(out, object);
    return out.toString();
  }

  /** Text in quotes, with everything escaped that could end them or move a cursor. */
  static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + PlainText.escaped(escaped) + '"';
  }

  private static void appendFields(StringBuilder out, ObjectNode object) {
    String between = "";
    for (var field : object.properties()) {
      out.append(between).append(PlainText.escaped(field.getKey())).append('=');
      append(out, field.getValue());
      between = " ";
    }
  }

  private static void append(StringBuilder out, JsonNode node) {
    if (node instanceof ObjectNode object) {
      out.append('{');
      appendFields(out, object);
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      String between = "";
      for (JsonNode item : node) {
        out.append(between);
        append(out, item);
        between = ", ";
      }
      out.append(']');
    } else if (node.isTextual()) {
      out.append(quoted(node.textValue()));
    } else {
      out.append(node.asText());
    }
  }
}
