package io.floodwall.gate;

import io.floodwall.runtime.AppConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The gate's keys: those that all applications share and none of its own, because what it rules by
 * comes as bundles, on the record, and not from a file.
 */
public final class GateConfig extends AppConfig {

  public GateConfig(Map<String, ?> given) {
    super(definition(), given);
  }

  /** All keys. */
  public static ConfigDef definition() {
    return common();
  }
}
