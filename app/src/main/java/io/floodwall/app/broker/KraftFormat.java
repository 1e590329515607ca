package io.floodwall.app.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;

/**
 * The first step of a broker's life on a new folder: Kafka's log folder, formatted for one voter.
 *
 * <p>It is formatted under another name and then moved to its place, so that a log folder either
 * does not exist or is complete, wherever a crash falls.
 */
final class KraftFormat {
  private KraftFormat() {}

  static void ensure(BrokerFolder folder) {
    Path logs = folder.kafka();
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    if (Files.exists(logs)) {
      throw new FolderException(
          Problem.DAMAGED,
          folder.root(),
          logs.getFileName() + "/meta.properties is missing",
          "Restore the folder from a copy, or choose another one");
    }
    Path unfinished = folder.root().resolve("kafka.new");
    FolderDeletion.delete(unfinished);
    try {
      format(folder, unfinished);
      Files.move(unfinished, logs);
    } catch (Exception e) {
      throw FolderException.io(folder.root(), "formatting it for Kafka", e);
    }
  }

  /** All features at the levels that this Kafka release calls production, transactions included. */
  private static void format(BrokerFolder folder, Path logs) throws Exception {
    String voter = folder.nodeId() + "@" + BrokerProperties.HOST + ":0:" + Uuid.randomUuid();
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(folder.nodeId())
          .setClusterId(folder.clusterId())
          .addDirectory(logs.toString())
          .setMetadataLogDirectory(logs.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .setHasDynamicQuorum(true)
          .setInitialControllers(DynamicVoters.parse(voter))
          .run();
    }
  }
}
