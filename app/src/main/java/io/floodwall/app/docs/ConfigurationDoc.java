package io.floodwall.app.docs;

import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamApp;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Renders {@code docs/configuration.md} from the definitions that the applications check their keys
 * with.
 */
public final class ConfigurationDoc {
  private ConfigurationDoc() {}

  /** The whole document. */
  public static String render() {
    var out = new StringBuilder(8_192);
    out.append(
        "# Configuration\n\nGenerated from the code; `DocsTest` fails when it is stale.\n\n");
    out.append(
        "Keys go into a file (`--config FILE`) or on the command line (`--set KEY=VALUE`). An unknown `floodwall.*` key ");
    out.append(
        "stops the application. Every other key goes to the Kafka clients as it is, save those that the promises rest ");
    out.append("on, which are refused. `bootstrap.servers` is required; `--bootstrap` sets it.\n");
    table(out, "All applications", AppConfig.common(), Set.of());
    for (StreamApp app : LocalWall.APPS) {
      table(out, app.name(), app.configDef(), AppConfig.common().names());
    }
    return out.toString();
  }

  private static void table(StringBuilder out, String title, ConfigDef keys, Set<String> without) {
    var own = new TreeMap<>(keys.configKeys());
    own.keySet().removeAll(without);
    out.append("\n## ").append(title).append("\n\n");
    if (own.isEmpty()) {
      out.append("No keys of its own.\n");
      return;
    }
    out.append("| key | type | default | valid | what it does |\n|---|---|---|---|---|\n");
    own.values().forEach(key -> out.append(row(key)));
  }

  private static String row(ConfigDef.ConfigKey key) {
    String valid = key.validator == null ? "" : key.validator.toString();
    String absent = String.valueOf(key.defaultValue);
    return "| `"
        + key.name
        + "` | "
        + key.type.name().toLowerCase(java.util.Locale.ROOT)
        + " | "
        + (absent.isEmpty() ? "(empty)" : "`" + absent + "`")
        + " | "
        + valid.replace("|", "\\|")
        + " | "
        + key.documentation.replace("|", "\\|")
        + " |\n";
  }
}
