package io.floodwall.schemas.registry;

import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.SchemaIds;
import io.floodwall.schemas.Topics;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * A registry named among Kafka client properties: how clients and commands are told of the one that
 * the applications use. A client looks schemas up; it registers none unless it is told to.
 */
public final class RegistryProperties {
  /** Where the registry is, such as {@code http://localhost:8081}. */
  public static final String URL = "schema.registry.url";

  /** The Authorization header for it. */
  public static final String AUTH = "schema.registry.auth";

  /** {@code true}: schemas that it does not have are registered. */
  public static final String AUTO_REGISTER = "schema.registry.auto.register";

  private static final String ALL = "schema.registry.";

  private RegistryProperties() {}

  /**
   * The codecs of a wall: with the ids of the registry that is named, or with those that ship.
   *
   * @throws ConfigException when what is named is no registry's address
   * @throws RegistryException when it does not answer, or has not all schemas
   */
  public static Codecs codecs(Map<String, ?> properties, Topics topics) {
    return new Codecs(ids(properties, topics));
  }

  /** The ids alone; nothing is asked for yet. */
  public static SchemaIds ids(Map<String, ?> properties, Topics topics) {
    Object url = properties.get(URL);
    if (url == null || url.toString().isEmpty()) {
      return PinnedSchemaIds.load();
    }
    try {
      RegistrySettings at = RegistrySettings.at(URI.create(url.toString()));
      Object auth = properties.get(AUTH);
      var settings =
          new RegistrySettings(
              at.url(),
              auth == null ? "" : auth.toString(),
              "true".equals(String.valueOf(properties.get(AUTO_REGISTER))),
              at.timeout(),
              at.attempts(),
              at.backoff(),
              at.unknownFor());
      return new RegistrySchemaIds(settings, topics);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(URL + ": " + e.getMessage());
    }
  }

  /** The same properties without the registry's, which Kafka does not know. */
  public static Map<String, Object> without(Map<String, ?> properties) {
    var rest = new HashMap<String, Object>(properties);
    rest.keySet().removeIf(key -> key.startsWith(ALL));
    return rest;
  }

  /** The registry's alone. */
  public static Map<String, Object> only(Map<String, ?> properties) {
    var registry = new HashMap<String, Object>(properties);
    registry.keySet().removeIf(key -> !key.startsWith(ALL));
    return registry;
  }
}
