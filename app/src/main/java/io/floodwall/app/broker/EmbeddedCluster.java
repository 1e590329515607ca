package io.floodwall.app.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Several real Kafka brokers inside this process, the first one the controller too, for measuring
 * what copies cost: with three of them every topic has three copies, of which two must be in step.
 *
 * <p>It owns its folder, which is a new one and is closed with it.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private final BrokerFolder folder;
  private final ClusterPlan plan;
  private final List<KraftNode> nodes;
  private final BrokerFaults faults;

  private EmbeddedCluster(
      BrokerFolder folder, ClusterPlan plan, List<KraftNode> nodes, BrokerFaults faults) {
    this.folder = folder;
    this.plan = plan;
    this.nodes = nodes;
    this.faults = faults;
  }

  /**
   * Starts {@code brokers} nodes and returns when all serve.
   *
   * @throws BrokerStartException when one does not come up
   */
  public static EmbeddedCluster start(BrokerFolder folder, int brokers) {
    folder.claimForBroker();
    var nodes = new ArrayList<KraftNode>();
    var faults = new BrokerFaults();
    try {
      var plan = new ClusterPlan(folder.root(), folder.clusterId(), brokers, 1, List.of());
      for (ClusterPlan.Node node : plan.nodes()) {
        KraftFormat.ensureOneOfSeveral(plan.logs(node), plan.clusterId(), node.id());
        nodes.add(
            new KraftNode(node.id(), plan.logs(node), plan.properties(node, Map.of()), faults));
      }
      onAll(nodes, KraftNode::startAsOneOfSeveral);
      faults.serving(true);
      return new EmbeddedCluster(folder, plan, List.copyOf(nodes), faults);
    } catch (IOException | RuntimeException e) {
      try {
        stop(nodes);
      } catch (RuntimeException onTheWayDown) {
        e.addSuppressed(onTheWayDown);
      } finally {
        folder.close();
      }
      Throwable fault = faults.first();
      throw BrokerStartException.of(folder.root(), 0, fault == null ? e : fault);
    }
  }

  /** A node may wait for others as it starts and as it stops, so all do it at the same time. */
  private static void onAll(List<KraftNode> nodes, Consumer<KraftNode> step) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, nodes.size()));
    try {
      CompletableFuture.allOf(
              nodes.stream()
                  .map(node -> CompletableFuture.runAsync(() -> step.accept(node), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdown();
    }
  }

  /** Brokers first: they still talk to the controller. */
  private static void stop(List<KraftNode> nodes) {
    try {
      onAll(nodes, KraftNode::stopBroker);
    } finally {
      onAll(nodes, KraftNode::stopController);
    }
  }

  /** The addresses clients connect to. */
  public String bootstrapServers() {
    return plan.bootstrap();
  }

  public BrokerFolder folder() {
    return folder;
  }

  /** Stops all nodes and closes the folder. */
  @Override
  public void close() {
    faults.serving(false);
    try {
      stop(nodes);
    } finally {
      folder.close();
    }
  }
}
