package io.floodwall.app.docs;

import static io.floodwall.app.docs.AsyncApiDoc.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schemas of the headers that floodwall's records carry. */
final class EventHeaders {
  private EventHeaders() {}

  /** CloudEvents 1.0 in Kafka's binary mode, of one of these types. */
  static Map<String, Object> schema(List<String> types) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("ce_specversion", map("type", "string", "const", "1.0"));
    properties.put("ce_id", text("unique for the source"));
    properties.put(
        "ce_type",
        types.size() == 1
            ? map("type", "string", "const", types.get(0))
            : map("type", "string", "enum", types));
    properties.put(
        "ce_source", text("/<ledger name>/<application>/<partition>, or /deployers/<partition>"));
    properties.put("ce_subject", text("<agent>/<intent id>, or the entry's key"));
    properties.put("ce_time", map("type", "string", "format", "date-time"));
    properties.put("content-type", map("type", "string", "const", "application/avro"));
    return object(properties);
  }

  /** What a dead letter says of itself. */
  static Map<String, Object> deadLetterSchema() {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("floodwall_stage", text("the application that could not use the record"));
    properties.put("floodwall_reason", text("a reason of docs/reasons.md"));
    properties.put("floodwall_detail", text("what exactly, for people"));
    properties.put("floodwall_length", text("bytes of the whole value, or null"));
    properties.put("floodwall_sha256", text("of the whole value, in hexadecimal"));
    return object(properties);
  }

  private static Map<String, Object> object(Map<String, Object> properties) {
    return map(
        "type", "object", "required", List.copyOf(properties.keySet()), "properties", properties);
  }

  private static Map<String, Object> text(String description) {
    return map("type", "string", "description", description);
  }
}
