package io.floodwall.runtime;

import java.util.HashMap;
import java.util.Map;

/** Configurations for tests, from keys and values in turn. */
final class Given {
  private Given() {}

  /** The common keys alone, with a broker nobody asks. */
  static AppConfig config(String... settings) {
    return new AppConfig(AppConfig.common(), properties(settings));
  }

  static Map<String, String> properties(String... settings) {
    var properties = new HashMap<String, String>();
    properties.put("bootstrap.servers", "none:1");
    for (int i = 0; i < settings.length; i += 2) {
      properties.put(settings[i], settings[i + 1]);
    }
    return properties;
  }
}
