package io.floodwall.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object as one YAML document: a line a field, a line an item of a list, and every value in flow
 * style, so that every text in it is quoted and escaped.
 */
public final class YamlText {
  private YamlText() {}

  /** The document, without a line break at its end. */
  public static String document(ObjectNode object) {
    var out = new StringBuilder("---");
    object
        .properties()
        .forEach(
            entry -> {
              out.append('\n').append(entry.getKey()).append(':');
              if (entry.getValue().isArray() && !entry.getValue().isEmpty()) {
                entry.getValue().forEach(item -> out.append("\n  - ").append(Json.line(item)));
              } else {
                out.append(' ').append(Json.line(entry.getValue()));
              }
            });
    return out.toString();
  }
}
