package io.floodwall.client;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryProperties;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.VerifierKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a {@link DeployerClient} on Kafka is set up. */
public final class DeployerClientBuilder {
  /** How long a decision waits for its receipt before somebody is told, unless set otherwise. */
  public static final Duration RECEIPT_PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(DeployerClientBuilder.class);
  private static final String ISOLATION = "isolation.level";

  private final Map<String, Object> properties = new HashMap<>();
  private String prefix = Topics.DEFAULT_PREFIX;
  private String group = "";
  private String name = "";
  private boolean shared;
  private @Nullable Codecs codecs;
  private Predicate<Action> idempotent = Action::isIdempotent;
  private Proof proof = Proof.RECEIPT;
  private final List<VerifierKey> logKeys = new ArrayList<>();
  private @Nullable TrustPolicy policy;
  private Pins pins = Pins.inMemory();
  private Duration receiptPatience = RECEIPT_PATIENCE;
  private Consumer<String> complaints = LOG::warn;

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

  /**
   * Takes schema ids from this registry, such as {@code http://localhost:8081}: the one that the
   * wall's applications use. The same as the property {@code schema.registry.url}.
   */
  public DeployerClientBuilder schemaRegistry(String url) {
    properties.put(RegistryProperties.URL, url);
    return this;
  }

  /** How records are written and read; with the schema ids that ship, by default. */
  public DeployerClientBuilder codecs(Codecs wire) {
    codecs = wire;
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

  /** What it wants to see before it hands a decision out; {@link Proof#RECEIPT} by default. */
  public DeployerClientBuilder proof(Proof wanted) {
    proof = wanted;
    return this;
  }

  /**
   * Trusts the log whose key this is, as {@code floodwall keys show} and {@code up} print it; may
   * be called for several keys that take over from one another.
   *
   * @throws IllegalArgumentException if it is no verifier key
   */
  public DeployerClientBuilder vkey(String vkey) {
    try {
      logKeys.add(VerifierKey.parse(vkey));
    } catch (FormatException e) {
      throw new IllegalArgumentException("the log's key: " + e.getMessage(), e);
    }
    return this;
  }

  /** Trusts the logs of this policy, and asks for its quorum of witnesses. */
  public DeployerClientBuilder policy(TrustPolicy trusted) {
    policy = trusted;
    return this;
  }

  /**
   * Where the last checkpoint seen of each partition is kept. By default that is {@link
   * Pins#inMemory}: then a fork or a rollback while this deployer is down goes unnoticed.
   */
  public DeployerClientBuilder pins(Pins kept) {
    pins = kept;
    return this;
  }

  /**
   * How long a decision may wait for its receipt before {@code told} hears of it, again and again;
   * it goes on waiting. {@link #RECEIPT_PATIENCE} and a warning in the log by default.
   */
  public DeployerClientBuilder receiptPatience(Duration patience, Consumer<String> told) {
    receiptPatience = patience;
    complaints = told;
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
    WallClient wall = wall();
    var rules = new ProofRules(trust(), pins, receiptPatience.toMillis(), complaints);
    Clock clock = Clock.systemUTC();
    InForce inForce =
        proof == Proof.HEAD ? new InForceByHead(wall) : new InForceByReceipt(wall, rules, clock);
    try {
      return shared
          ? new ShareDeployerClient(
              new ShareWire(wall, group.isEmpty() ? ShareGroup.idFor(prefix) : group, name),
              inForce,
              idempotent,
              clock)
          : new KafkaDeployerClient(
              new DeployerWire(wall, group.isEmpty() ? prefix + "deployers" : group, name),
              inForce,
              idempotent,
              clock);
    } catch (RuntimeException e) {
      inForce.close();
      throw e;
    }
  }

  private Trust trust() {
    var keys = new ArrayList<>(logKeys);
    if (policy != null) {
      keys.addAll(policy.logs());
    }
    if (proof == Proof.RECEIPT && keys.isEmpty()) {
      throw new IllegalStateException(
          "no receipt, no deploy, and no key to check receipts with: give the log's key,"
              + " vkey(\"NAME+ID+KEY\"), as floodwall up and keys show print it, or a policy; or"
              + " ask for proof(Proof.HEAD), which proves nothing: it takes the word of whoever can"
              + " write the topics");
    }
    return new Trust(keys, false, policy);
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
        codecs == null ? RegistryProperties.codecs(properties, new Topics(prefix)) : codecs,
        AgentClientBuilder.OPEN_TIMEOUT_DEFAULT_MS);
  }
}
