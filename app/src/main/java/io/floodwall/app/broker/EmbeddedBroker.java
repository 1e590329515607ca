package io.floodwall.app.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real single-node Kafka broker inside this process, for trying out, testing and auditing.
 *
 * <pre>{@code
 * try (var broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults())) {
 *   props.put("bootstrap.servers", broker.bootstrapServers());
 * }
 * }</pre>
 *
 * <p>It listens on 127.0.0.1 only and supports exactly-once processing. The broker owns its folder
 * from the moment it is asked to start: closing the broker closes the folder, and so does a start
 * that fails. Stop what uses the broker or the folder before.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final BrokerFolder folder;
  private final KraftNode node;
  private final BrokerFaults faults;
  private final String bootstrapServers;
  private final Map<String, Object> ownProperties;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(
      BrokerFolder folder, KraftNode node, Listeners listeners, BrokerFaults faults) {
    this.folder = folder;
    this.node = node;
    this.faults = faults;
    this.bootstrapServers = BrokerProperties.HOST + ":" + node.port(listeners.forClients());
    String own = BrokerProperties.HOST + ":" + node.port(listeners.forItself());
    this.ownProperties = listeners.ownProperties(own);
  }

  /**
   * Starts a broker and returns when it serves; a new folder is formatted first.
   *
   * @throws FolderException when the folder cannot be used, or already has a broker
   * @throws BrokerStartException when the port is taken or Kafka does not come up
   */
  public static EmbeddedBroker start(BrokerFolder folder, BrokerSettings settings) {
    folder.claimForBroker();
    EmbeddedBroker broker = null;
    try {
      KraftFormat.ensure(folder);
      broker = startNode(folder, settings);
      return broker;
    } finally {
      if (broker == null) {
        folder.close();
      }
    }
  }

  private static EmbeddedBroker startNode(BrokerFolder folder, BrokerSettings settings) {
    BrokerFaults faults = new BrokerFaults();
    Listeners listeners = settings.secured() ? new SecuredListeners() : new OpenListeners();
    KraftNode node = null;
    try {
      requireFree(settings.port());
      node =
          new KraftNode(
              folder.nodeId(),
              folder.kafka(),
              BrokerProperties.of(folder, settings, listeners),
              faults);
      node.start();
      faults.serving(true);
      return new EmbeddedBroker(folder, node, listeners, faults);
    } catch (Throwable e) {
      if (node != null) {
        stopHalfStarted(node, e);
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      Throwable fault = faults.first();
      throw BrokerStartException.of(folder.root(), settings.port(), fault == null ? e : fault);
    }
  }

  /**
   * Kafka would find a taken port too, but only when half started, and with much to say about it.
   */
  private static void requireFree(int port) throws IOException {
    if (port != 0) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  private static void stopHalfStarted(KraftNode node, Throwable why) {
    try {
      node.stop();
    } catch (Throwable e) {
      why.addSuppressed(e);
    }
  }

  /** The address clients connect to, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * How this process connects as the cluster's administrator. On a secured broker that is the one
   * super user, whose password is made at each start and kept nowhere.
   */
  public Map<String, Object> adminProperties() {
    return ownProperties;
  }

  public BrokerFolder folder() {
    return folder;
  }

  /** Stops the broker and closes its folder. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    faults.serving(false);
    try {
      node.stop();
    } finally {
      folder.close();
    }
    LOG.debug("broker on {} stopped", folder.root());
  }
}
