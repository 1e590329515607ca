package io.floodwall.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.Floodwall;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.StreamApp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words after {@code floodwall} in a deployment file, held against the command itself. */
final class CommandWords {
  private static final Set<String> RUN_OPTIONS =
      Set.of("--bootstrap", "--command-config", "--config", "--set");

  private CommandWords() {}

  /**
   * Fails unless the command knows these words; {@code file} is what {@code --config} would read.
   */
  static void assertUnderstood(List<String> words, Map<String, String> file) {
    Floodwall.commandLine().parseArgs(words.toArray(String[]::new));
    if (!words.get(0).equals("run")) {
      return;
    }
    var properties = new HashMap<>(file);
    properties.put("bootstrap.servers", "kafka:9092");
    for (int i = 2; i < words.size(); i += 2) {
      assertThat(words.get(i)).isIn(RUN_OPTIONS);
      if (words.get(i).equals("--set")) {
        String[] pair = words.get(i + 1).split("=", 2);
        assertThat(pair).as(words.get(i + 1)).hasSize(2);
        properties.put(pair[0], pair[1]);
      }
    }
    app(words.get(1)).configure(properties); // refuses an unknown key and a wrong value
  }

  static StreamApp app(String name) {
    return LocalWall.APPS.stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no application " + name));
  }
}
