package io.floodwall.runtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of an application says: where Kafka is, and properties.
 *
 * @param set goes before both files
 */
record StartOptions(
    @Nullable String bootstrap,
    @Nullable Path commandConfig,
    @Nullable Path config,
    Map<String, String> set) {
  static final String BOOTSTRAP = "--bootstrap";
  static final String COMMAND_CONFIG = "--command-config";
  static final String CONFIG = "--config";
  static final String SET = "--set";

  private static final Set<String> NAMES = Set.of(BOOTSTRAP, COMMAND_CONFIG, CONFIG, SET);
  private static final Pattern PLAIN = Pattern.compile("[\\w/.:,][\\w/.:,+=-]*");
  private static final Pattern PLAIN_PAIR = Pattern.compile("\\w[\\w.-]*=[\\w/.:,+=-]*");

  StartOptions {
    set = Map.copyOf(set);
  }

  /**
   * What {@code words} say if they are as supervisors write them: pairs of an option and a value
   * without blanks, quotes and other marks. Everything else is empty here and a matter for {@link
   * StreamCommand}, whose classes take a quarter of a second to load that a restart does not have.
   */
  static Optional<StartOptions> plain(String... words) {
    var once = new HashMap<String, String>();
    var set = new HashMap<String, String>();
    for (int i = 0; i < words.length; i += 2) {
      String name = words[i];
      if (!NAMES.contains(name) || i + 1 == words.length) {
        return Optional.empty();
      }
      String value = words[i + 1];
      boolean pair = name.equals(SET);
      if (!(pair ? PLAIN_PAIR : PLAIN).matcher(value).matches()) {
        return Optional.empty();
      }
      if (pair) {
        int equals = value.indexOf('=');
        set.put(value.substring(0, equals), value.substring(equals + 1));
      } else if (once.put(name, value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new StartOptions(
            once.get(BOOTSTRAP), path(once.get(COMMAND_CONFIG)), path(once.get(CONFIG)), set));
  }

  /** All of it in one: the command line before our file, and that before the clients'. */
  Map<String, String> properties() {
    var all = new HashMap<String, String>();
    if (commandConfig != null) {
      all.putAll(PropertiesFile.read(COMMAND_CONFIG, commandConfig));
    }
    if (config != null) {
      all.putAll(PropertiesFile.read(CONFIG, config));
    }
    all.putAll(set);
    if (bootstrap != null) {
      all.put("bootstrap.servers", bootstrap);
    }
    return all;
  }

  private static @Nullable Path path(@Nullable String value) {
    return value == null ? null : Path.of(value);
  }
}
