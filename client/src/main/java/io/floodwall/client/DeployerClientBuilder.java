package io.floodwall.client;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How a {@link DeployerClient} on Kafka is set up. */
public final class DeployerClientBuilder {
  private static final String ISOLATION = "isolation.level";

  private final Map<String, Object> properties = new HashMap<>();
  private String prefix = Topics.DEFAULT_PREFIX;
  private String group = "";
  private String name = "";
  private boolean shared;
  private Predicate<Action> idempotent = Action::isIdempotent;

  DeployerClientBuilder() {}

  /** Where Kafka is: {@code host:port}, or several with commas between. */
  public DeployerClientBuilder bootstrap(String servers) {
    properties.put("bootstrap.servers", servers);
    return this;
  }

  /** Kafka client properties, such as TLS and SASL. */
  public DeployerClientBuilder properties(Map<String, ?> more) {
    properties.putAll(more);
    return this;
  }

  /** What the wall's topics start with; {@code floodwall.} by default. */
  public DeployerClientBuilder prefix(String topicPrefix) {
    prefix = topicPrefix;
    return this;
  }

  /** The consumer group, one for a wall; the prefix and {@code deployers} by default. */
  public DeployerClientBuilder group(String id) {
    group = id;
    return this;
  }

  /**
   * Takes decisions as a member of a share group (KIP-932) rather than by partition: any number of
   * deployers on any number of partitions. A wall has a plain group or a share group of deployers,
   * never both. The group's id is the prefix and {@code deployers-share} by default.
   */
  public DeployerClientBuilder shareGroup() {
    shared = true;
    return this;
  }

  /**
   * This deployer's name: the same after a restart, and no other deployer's. It takes over at once
   * what it left open, and fences what is left of itself.
   */
  public DeployerClientBuilder name(String unique) {
    name = unique;
    return this;
  }

  /** Which actions may be done twice; {@link Action#isIdempotent} by default. */
  public DeployerClientBuilder idempotent(Predicate<Action> rule) {
    idempotent = rule;
    return this;
  }

  /** The outcomes that nobody knows; needs no name, and joins no group. */
  public UnknownOutcomes unknownOutcomes() {
    return new UnknownOutcomes(wall(), Clock.systemUTC());
  }

  /** What is admitted and in force now and still to be done; joins no group. */
  public Backlog backlog() {
    String id = shared ? ShareGroup.idFor(prefix) : prefix + "deployers";
    return Backlog.now(wall(), group.isEmpty() ? id : group, shared);
  }

  /** Opens it, and takes its place in the group at the first poll. */
  public DeployerClient open() {
    if (!PlainText.isName(name)) {
      throw new IllegalStateException("give the deployer a name of 1-200 bytes of plain text");
    }
    if (shared) {
      return new ShareDeployerClient(
          new ShareWire(wall(), group.isEmpty() ? ShareGroup.idFor(prefix) : group, name),
          idempotent,
          Clock.systemUTC());
    }
    return new KafkaDeployerClient(
        new DeployerWire(wall(), group.isEmpty() ? prefix + "deployers" : group, name),
        idempotent,
        Clock.systemUTC());
  }

  private WallClient wall() {
    if (!properties.containsKey("bootstrap.servers")) {
      throw new IllegalStateException("give the address of Kafka: bootstrap(\"host:port\")");
    }
    Object isolation = properties.getOrDefault(ISOLATION, "read_committed");
    if (!isolation.equals("read_committed")) {
      throw new IllegalStateException(
          ISOLATION
              + " is '"
              + isolation
              + "': a deployer reads read_committed and nothing else, for an aborted decision was"
              + " never made. Remove the setting");
    }
    return new WallClient(
        properties,
        new Topics(prefix),
        Codecs.pinned(),
        AgentClientBuilder.OPEN_TIMEOUT_DEFAULT_MS);
  }
}
