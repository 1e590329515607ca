package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryException;
import io.floodwall.schemas.registry.RegistrySchemaIds;
import io.floodwall.schemas.registry.RegistrySettings;
import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The keys that say where schema ids come from: an optional registry, or the pinned ones. */
final class RegistryKeys {
  static final String URL = "floodwall.schema.registry.url";
  static final String AUTH = "floodwall.schema.registry.auth";
  static final String AUTO_REGISTER = "floodwall.schema.registry.auto.register";
  static final String TIMEOUT_MS = "floodwall.schema.registry.timeout.ms";
  static final String ATTEMPTS = "floodwall.schema.registry.attempts";
  static final String UNKNOWN_MS = "floodwall.schema.registry.unknown.ms";

  private static final Duration BACKOFF = Duration.ofMillis(100);

  private RegistryKeys() {}

  /** Adds the keys to {@code keys}. */
  static ConfigDef define(ConfigDef keys) {
    return keys.define(
            URL,
            ConfigDef.Type.STRING,
            "",
            Importance.MEDIUM,
            "A schema registry that speaks the Confluent REST API, such as http://localhost:8081."
                + " Empty: the pinned ids that ship. Never change it on a wall that has records:"
                + " their ids would mean other schemas.")
        .define(
            AUTH,
            ConfigDef.Type.PASSWORD,
            "",
            Importance.MEDIUM,
            "The Authorization header sent to the registry, such as Bearer TOKEN, or Basic and"
                + " base64 of user:password.")
        .define(
            AUTO_REGISTER,
            ConfigDef.Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether schemas the registry does not have are registered and their subjects set to"
                + " BACKWARD. false: a missing one stops the start.")
        .define(
            TIMEOUT_MS,
            ConfigDef.Type.LONG,
            2_000L,
            Range.between(10L, 30_000L),
            Importance.LOW,
            "The longest one request to the registry may take, in milliseconds.")
        .define(
            ATTEMPTS,
            ConfigDef.Type.INT,
            3,
            Range.between(1, 10),
            Importance.LOW,
            "How often a request without an answer is tried. A record with a new id waits at most"
                + " this many timeouts and is then a dead letter.")
        .define(
            UNKNOWN_MS,
            ConfigDef.Type.LONG,
            60_000L,
            Range.between(1_000L, 86_400_000L),
            Importance.LOW,
            "How long an id that the registry does not know stays unknown, and a registry that is"
                + " silent is not asked again, in milliseconds.");
  }

  /** The codecs: with pinned ids, or with those of the registry, which has to answer now. */
  static Codecs codecs(AbstractConfig config, Topics topics) {
    String url = config.getString(URL);
    if (url.isEmpty()) {
      return Codecs.pinned();
    }
    try {
      return new Codecs(new RegistrySchemaIds(registry(config, URI.create(url)), topics));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(URL + ": " + e.getMessage());
    } catch (RegistryException e) {
      throw new StartException(Problem.SCHEMAS_UNKNOWN, String.valueOf(e.getMessage()), e);
    }
  }

  private static RegistrySettings registry(AbstractConfig config, URI url) {
    return new RegistrySettings(
        url,
        config.getPassword(AUTH).value(),
        config.getBoolean(AUTO_REGISTER),
        Duration.ofMillis(config.getLong(TIMEOUT_MS)),
        config.getInt(ATTEMPTS),
        BACKOFF,
        Duration.ofMillis(config.getLong(UNKNOWN_MS)));
  }
}
