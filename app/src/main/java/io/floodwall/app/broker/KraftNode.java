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
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One Kafka node, controller and broker at once, composed as Kafka's {@code KafkaRaftServer} does.
 */
final class KraftNode {
  private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final int nodeId;
  private final Path logs;
  private final ControllerServer controller;
  private final BrokerServer broker;

  KraftNode(
      BrokerFolder folder, BrokerSettings settings, Listeners listeners, BrokerFaults faults) {
    nodeId = folder.nodeId();
    logs = folder.kafka();
    KafkaConfig config = new KafkaConfig(BrokerProperties.of(folder, settings, listeners), false);
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> disk =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    SharedServer shared =
        new SharedServer(
            config,
            disk._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, disk._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(Map.of()),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            faults,
            ServerSocketFactory.INSTANCE);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), disk._2());
    broker = new BrokerServer(shared);
  }

  void start() throws InterruptedException {
    boolean killed = EarlierRun.wasKilled(logs);
    controller.startup();
    if (killed) {
      EarlierRun.forget(controller.controller(), nodeId);
    }
    broker.startup();
  }

  int port(String listener) {
    return broker.boundPort(new ListenerName(listener));
  }

  /** Stops what was started; the broker goes first, as it still talks to the controller. */
  void stop() {
    try {
      broker.shutdown(STOP_LIMIT);
    } finally {
      controller.shutdown();
    }
  }
}
