package io.floodwall.app.broker;

import java.util.UUID;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The broker that a test gets: {@code -Dfloodwall.broker} chooses between one in this process, one
 * in a container, and one that runs somewhere.
 *
 * <p>Only the address is told, so tests that kill the broker or read its folder start an {@link
 * EmbeddedBroker} themselves. A wall that a test makes on it is called by {@link #wallName}, so
 * that tests and runs do not meet on a cluster that stays.
 */
public final class TestBroker implements AutoCloseable {
  /** The system property that chooses. */
  static final String PROPERTY = "floodwall.broker";

  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");

  private final String bootstrapServers;
  private final Runnable stop;

  private TestBroker(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  /** Starts, or finds, the broker that the property names. */
  public static TestBroker start() {
    BrokerChoice choice = BrokerChoice.of(System.getProperty(PROPERTY, ""));
    return switch (choice.kind()) {
      case EMBEDDED -> embedded();
      case CONTAINER -> container();
      case RUNNING -> new TestBroker(choice.address(), () -> {});
    };
  }

  private static TestBroker embedded() {
    var broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
    return new TestBroker(broker.bootstrapServers(), broker::close);
  }

  private static TestBroker container() {
    KafkaContainer container =
        new KafkaContainer(IMAGE)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
            .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "500");
    container.start();
    return new TestBroker(container.getBootstrapServers(), container::stop);
  }

  /** A name for a wall that nobody else has; its prefix is the name and a dot. */
  public static String wallName(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops it, if it was started here. */
  @Override
  public void close() {
    stop.run();
  }
}
