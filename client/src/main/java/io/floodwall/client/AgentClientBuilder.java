package io.floodwall.client;

import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryProperties;
import io.floodwall.tlog.IntentSigner;
import io.floodwall.tlog.SecretKey;
import io.floodwall.tlog.SignerKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an {@link AgentClient} on Kafka is set up; every setting but the address has a default. */
public final class AgentClientBuilder {
  /** How long to wait for Kafka to answer when the client is opened. */
  public static final long OPEN_TIMEOUT_DEFAULT_MS = 30_000;

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  private final Map<String, Object> properties = new HashMap<>();
  private String prefix = Topics.DEFAULT_PREFIX;
  private AgentLimits limits = AgentLimits.DEFAULTS;
  private @Nullable Codecs codecs;
  private long openTimeoutMs = OPEN_TIMEOUT_DEFAULT_MS;
  private boolean sendsOnly;
  private @Nullable IntentSigner signer;

  AgentClientBuilder() {}

  /** Where Kafka is: {@code host:port}, or several with commas between. */
  public AgentClientBuilder bootstrap(String servers) {
    properties.put(BOOTSTRAP_SERVERS, servers);
    return this;
  }

  /**
   * Kafka client properties, such as TLS and SASL. What keeps the wall's promises (acks,
   * idempotence, isolation, partitioner) cannot be changed by them.
   */
  public AgentClientBuilder properties(Map<String, ?> more) {
    properties.putAll(more);
    return this;
  }

  /** What the wall's topics start with; {@code floodwall.} by default. */
  public AgentClientBuilder prefix(String topicPrefix) {
    prefix = topicPrefix;
    return this;
  }

  public AgentClientBuilder limits(AgentLimits all) {
    limits = all;
    return this;
  }

  /**
   * Takes schema ids from this registry, such as {@code http://localhost:8081}: the one that the
   * wall's applications use. The same as the property {@code schema.registry.url}.
   */
  public AgentClientBuilder schemaRegistry(String url) {
    properties.put(RegistryProperties.URL, url);
    return this;
  }

  /** How records are written and read; with the schema ids that ship, by default. */
  public AgentClientBuilder codecs(Codecs wire) {
    codecs = wire;
    return this;
  }

  public AgentClientBuilder openTimeoutMs(long ms) {
    openTimeoutMs = ms;
    return this;
  }

  /**
   * A client that reads no answers, and so needs no right to: it takes {@link Until#ACKNOWLEDGED}
   * alone.
   */
  public AgentClientBuilder sendsOnly() {
    sendsOnly = true;
    return this;
  }

  /** Signs every intent with this key. An operator must have published its public half. */
  public AgentClientBuilder signWith(SignerKey key) {
    signer = IntentSigner.of(key);
    return this;
  }

  /** Signs every intent with this key. An operator must have published its public half. */
  public AgentClientBuilder signWith(SecretKey key) {
    signer = new IntentSigner(key);
    return this;
  }

  /** Opens it: what is answered from now on is seen. */
  public AgentClient open() {
    if (!properties.containsKey(BOOTSTRAP_SERVERS)) {
      throw new IllegalStateException("give the address of Kafka: bootstrap(\"host:port\")");
    }
    var topics = new Topics(prefix);
    Codecs by = codecs == null ? RegistryProperties.codecs(properties, topics) : codecs;
    var wire = new WallClient(properties, topics, by, openTimeoutMs);
    return KafkaAgentClient.open(wire, limits, sendsOnly, signer);
  }
}
