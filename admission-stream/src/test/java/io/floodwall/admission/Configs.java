package io.floodwall.admission;

import java.util.HashMap;
import java.util.Map;

/** Configurations for stories, from keys and values in turn. */
final class Configs {
  private Configs() {}

  static AdmissionConfig of(String... settings) {
    return new AdmissionConfig(given(settings));
  }

  /** The settings as they are given at start, with a broker nobody asks. */
  static Map<String, String> given(String... settings) {
    var given = new HashMap<String, String>();
    given.put("bootstrap.servers", "none:1");
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return given;
  }
}
