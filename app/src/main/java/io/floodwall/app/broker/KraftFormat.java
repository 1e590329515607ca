package io.floodwall.app.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;

/**
 * The first step of a broker's life on a new folder: Kafka's log folder, formatted.
 *
 * <p>It is formatted under another name and then moved to its place, so that a log folder either
 * does not exist or is complete, wherever a crash falls.
 */
public final class KraftFormat {
  private KraftFormat() {}

  /** For the only voter of its cluster. */
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
    try (PrintStream silent = silent()) {
      formatter(silent, folder.nodeId(), folder.clusterId(), logs)
          .setHasDynamicQuorum(true)
          .setInitialControllers(DynamicVoters.parse(voter))
          .run();
    }
  }

  /** For one of several voters, which its configuration names; a formatted folder is left as is. */
  public static void ensureOneOfSeveral(Path logs, String clusterId, int nodeId)
      throws IOException {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logs);
    try (PrintStream silent = silent()) {
      formatter(silent, nodeId, clusterId, logs).run();
    } catch (Exception e) {
      throw new IOException("cannot format " + logs + ": " + e.getMessage(), e);
    }
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
  }

  private static Formatter formatter(PrintStream talk, int nodeId, String clusterId, Path logs) {
    return new Formatter()
        .setPrintStream(talk)
        .setNodeId(nodeId)
        .setClusterId(clusterId)
        .addDirectory(logs.toString())
        .setMetadataLogDirectory(logs.toString())
        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER);
  }
}
