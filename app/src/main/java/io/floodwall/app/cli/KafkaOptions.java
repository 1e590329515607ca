package io.floodwall.app.cli;

import io.floodwall.runtime.PropertiesFile;
import io.floodwall.schemas.registry.RegistryProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is and which wall on it: the options of every command that talks to one. */
public final class KafkaOptions {
  /** Where {@code floodwall up} listens. */
  public static final String DEFAULT_BOOTSTRAP = "127.0.0.1:9092";

  /** The prefix of a wall that does not say otherwise. */
  public static final String DEFAULT_PREFIX = "floodwall.";

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "where Kafka is (default: bootstrap.servers of --command-config, or FLOODWALL_BOOTSTRAP,"
              + " or "
              + DEFAULT_BOOTSTRAP
              + ")")
  private @Nullable String bootstrap;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Kafka client properties: TLS, SASL and the like")
  private @Nullable Path commandConfig;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "what the wall's topics start with (default: " + DEFAULT_PREFIX + ")")
  private @Nullable String prefix;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description =
          "where schema ids come from, if the applications take them from a registry (default:"
              + " schema.registry.url of --command-config, or the ids that ship)")
  private @Nullable String schemaRegistry;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for Kafka to answer (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds = 30;

  /** The prefix given, or the default. */
  public String prefix() {
    return prefix == null ? DEFAULT_PREFIX : prefix;
  }

  /** The prefix given, or null. */
  public @Nullable String prefixIfGiven() {
    return prefix;
  }

  public long timeoutMs() {
    if (timeoutSeconds < 1 || timeoutSeconds > 86_400) {
      throw CommandException.usage("--timeout must be 1 to 86400 seconds, got " + timeoutSeconds);
    }
    return timeoutSeconds * 1_000L;
  }

  /**
   * Client properties: the file's, with the address; the option goes before the file, the file
   * before the environment.
   */
  public Map<String, Object> clientProperties() {
    var properties = new HashMap<String, Object>();
    properties.put(
        BOOTSTRAP_SERVERS, System.getenv().getOrDefault("FLOODWALL_BOOTSTRAP", DEFAULT_BOOTSTRAP));
    if (commandConfig != null) {
      properties.putAll(PropertiesFile.read("--command-config", commandConfig));
    }
    if (bootstrap != null) {
      properties.put(BOOTSTRAP_SERVERS, bootstrap);
    }
    if (schemaRegistry != null) {
      properties.put(RegistryProperties.URL, schemaRegistry);
    }
    return properties;
  }

  /** The file of client properties that was given, or null. */
  public @Nullable Path commandConfig() {
    return commandConfig;
  }

  /** The same connection, as options for Kafka's own tools. */
  public List<String> connectionWords() {
    var words = new ArrayList<String>();
    words.add("--bootstrap-server");
    words.add(String.valueOf(clientProperties().get(BOOTSTRAP_SERVERS)));
    if (commandConfig != null) {
      words.add("--command-config");
      words.add(commandConfig.toString());
    }
    return words;
  }
}
