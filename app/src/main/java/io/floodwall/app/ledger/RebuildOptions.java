package io.floodwall.app.ledger;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.cli.CommandException;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.PropertiesFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether to write the state anew or to compare it, and with which of admission's settings. */
final class RebuildOptions {
  @Option(
      names = "--rebuild",
      description =
          "with the applications stopped and their changelogs lost: write changelogs and offsets"
              + " anew")
  private boolean rebuild;

  @Option(
      names = "--state",
      description =
          "with --verify and the applications stopped: fold the state again as well, and compare"
              + " it with their changelogs")
  private boolean state;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "with --rebuild or --state: admission's floodwall.* properties, as it ran with them")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "with --rebuild or --state: one of them; may be repeated")
  private Map<String, String> set = new HashMap<>();

  boolean isAsked() {
    if (!rebuild && !state && (config != null || !set.isEmpty())) {
      throw CommandException.usage("--config and --set are for --rebuild and --state");
    }
    return rebuild;
  }

  /** Whether the state that the applications keep is to be compared. */
  boolean isCompared() {
    return state;
  }

  /** Admission's configuration at the wall of this prefix. */
  AdmissionConfig admission(String prefix) {
    var app = new AdmissionApp();
    var properties = new HashMap<String, String>();
    if (config != null) {
      PropertiesFile.read("--config", config)
          .forEach(
              (key, value) -> {
                if (app.configDef().names().contains(key)) {
                  properties.put(key, value);
                }
              });
    }
    properties.putAll(set);
    properties.put("bootstrap.servers", "the.cluster.that.is.read:9092");
    properties.put(AppConfig.PREFIX, prefix);
    return (AdmissionConfig) app.configure(properties);
  }
}
