package io.floodwall.app.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ProcessRole;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One Kafka node, broker and mostly controller too, composed as Kafka's {@code KafkaRaftServer}
 * does.
 */
final class KraftNode {
  private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final int nodeId;
  private final Path logs;
  private final @Nullable ControllerServer controller;
  private final BrokerServer broker;

  KraftNode(int nodeId, Path logs, Map<String, String> properties, BrokerFaults faults) {
    this.nodeId = nodeId;
    this.logs = logs;
    KafkaConfig config = new KafkaConfig(properties, false);
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> disk =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    SharedServer shared =
        new SharedServer(
            config,
            disk._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, disk._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            faults,
            ServerSocketFactory.INSTANCE);
    controller =
        config.processRoles().contains(ProcessRole.ControllerRole)
            ? new ControllerServer(shared, KafkaRaftServer.configSchema(), disk._2())
            : null;
    broker = new BrokerServer(shared);
  }

  /** As the only node of its cluster. */
  void start() throws InterruptedException {
    boolean killed = EarlierRun.wasKilled(logs);
    startController();
    if (killed && controller != null) {
      EarlierRun.forget(controller.controller(), nodeId);
    }
    broker.startup();
  }

  /** On a new folder, as one of several nodes. */
  void startAsOneOfSeveral() {
    startController();
    broker.startup();
  }

  private void startController() {
    if (controller != null) {
      controller.startup();
    }
  }

  int port(String listener) {
    return broker.boundPort(new ListenerName(listener));
  }

  /** Stops what was started; the broker goes first, as it still talks to the controller. */
  void stop() {
    try {
      stopBroker();
    } finally {
      stopController();
    }
  }

  void stopBroker() {
    broker.shutdown(STOP_LIMIT);
  }

  void stopController() {
    if (controller != null) {
      controller.shutdown();
    }
  }
}
