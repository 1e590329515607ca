package io.floodwall.console;

import io.floodwall.schemas.SchemaIds;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryProperties;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** What {@code --formatter-property} may say; anything else is refused, so that no typo is lost. */
final class FormatterConfig extends AbstractConfig {
  static final String FORMAT = "format";
  static final String PAYLOAD = "payload";
  static final String HEADERS = "headers";

  static final ConfigDef KEYS =
      new ConfigDef()
          .define(
              FORMAT,
              ConfigDef.Type.STRING,
              "json",
              ValidString.in("json", "text"),
              Importance.HIGH,
              "One JSON object a line, or one line of text.")
          .define(
              PAYLOAD,
              ConfigDef.Type.STRING,
              "decoded",
              ValidString.in("decoded", "raw"),
              Importance.LOW,
              "A ledger entry's payload as the record it is, or in hex.")
          .define(
              HEADERS,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether to print the record headers.")
          .define(
              RegistryProperties.URL,
              ConfigDef.Type.STRING,
              "",
              Importance.LOW,
              "The schema registry that the applications use, if any.")
          .define(
              RegistryProperties.AUTH,
              ConfigDef.Type.STRING,
              "",
              Importance.LOW,
              "The Authorization header for it.");

  FormatterConfig(Map<String, ?> given) {
    super(KEYS, checked(given), false);
  }

  /** Whose ids the records carry. A formatter registers nothing. */
  SchemaIds schemaIds() {
    return RegistryProperties.ids(values(), new Topics(Topics.DEFAULT_PREFIX));
  }

  boolean isText() {
    return getString(FORMAT).equals("text");
  }

  boolean decodesPayloads() {
    return getString(PAYLOAD).equals("decoded");
  }

  boolean showsHeaders() {
    return getBoolean(HEADERS);
  }

  private static Map<String, ?> checked(Map<String, ?> given) {
    var unknown = new TreeSet<String>(given.keySet());
    unknown.removeAll(KEYS.names());
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "unknown --formatter-property " + unknown + "; known are " + new TreeSet<>(KEYS.names()));
    }
    return given;
  }
}
