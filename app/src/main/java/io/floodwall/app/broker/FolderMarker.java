package io.floodwall.app.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The file that says "this folder is floodwall data", in which format, and of which Kafka cluster.
 *
 * @param clusterId the Kafka cluster id, made once for each folder
 * @param nodeId the id of the cluster's only node
 */
record FolderMarker(String clusterId, int nodeId) {
  static final String FILE = "floodwall.properties";

  private static final String HALF_WRITTEN = FILE + ".new";
  private static final int FORMAT_VERSION = 1;
  private static final String FORMAT_KEY = "format.version";
  private static final String CLUSTER_KEY = "cluster.id";
  private static final String NODE_KEY = "node.id";

  static FolderMarker fresh() {
    return new FolderMarker(Uuid.randomUuid().toString(), 1);
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** True for the names that a crash before the marker was complete can leave behind. */
  static boolean isUnfinishedStart(Path file) {
    String name = file.getFileName().toString();
    return name.equals(FolderLock.FILE) || name.equals(HALF_WRITTEN);
  }

  static FolderMarker read(Path folder) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(FILE), UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw damaged(folder, "text");
    } catch (IOException e) {
      throw FolderException.io(folder, "reading " + FILE, e);
    }
    int version = number(folder, properties, FORMAT_KEY);
    if (version > FORMAT_VERSION) {
      throw new FolderException(
          Problem.NEWER_FORMAT,
          folder,
          "a newer floodwall wrote it (format "
              + version
              + "; this one knows "
              + FORMAT_VERSION
              + ")",
          "Use that newer floodwall, or choose another folder");
    }
    String clusterId = properties.getProperty(CLUSTER_KEY, "").strip();
    if (version < 1 || clusterId.isEmpty()) {
      throw damaged(folder, version < 1 ? FORMAT_KEY : CLUSTER_KEY);
    }
    return new FolderMarker(clusterId, number(folder, properties, NODE_KEY));
  }

  /** Writes all of it or nothing: the marker appears under its name when it is complete. */
  void write(Path folder) {
    String text =
        "# This folder is floodwall data. Do not edit.\n"
            + (FORMAT_KEY + "=" + FORMAT_VERSION + "\n")
            + (CLUSTER_KEY + "=" + clusterId + "\n")
            + (NODE_KEY + "=" + nodeId + "\n");
    try {
      Path written = Files.writeString(folder.resolve(HALF_WRITTEN), text);
      Files.move(written, folder.resolve(FILE), ATOMIC_MOVE);
    } catch (IOException e) {
      throw FolderException.io(folder, "writing " + FILE, e);
    }
  }

  private static int number(Path folder, Properties properties, String key) {
    try {
      return Integer.parseInt(properties.getProperty(key, "").strip());
    } catch (NumberFormatException e) {
      throw damaged(folder, key);
    }
  }

  private static FolderException damaged(Path folder, String key) {
    return new FolderException(
        Problem.DAMAGED,
        folder,
        "its " + FILE + " has no valid " + key,
        "Restore that file from a copy, or choose another folder");
  }
}
