package io.floodwall.app.broker;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder one broker and its applications keep their data in, locked from opening to closing.
 *
 * <pre>
 *   folder/
 *     floodwall.properties   marker: format version, cluster id, node id
 *     floodwall.lock         held while in use
 *     kafka/                 the broker's logs, metadata log included
 *     state/                 the applications' local stores
 *     keys/                  the key that signs the ledger's checkpoints
 * </pre>
 *
 * <p>A kept folder stays; a throw-away folder lives in the system's temporary folder and is deleted
 * when it is closed or, failing that, when the process ends. Every refusal is a {@link
 * FolderException}.
 */
public final class BrokerFolder implements AutoCloseable {
  /** A broker that runs out of disk stops hard; better not to start one that soon would. */
  static final long LEAST_SPACE_BYTES = 64L * 1024 * 1024;

  private final Path root;
  private final FolderLock lock;
  private final FolderMarker marker;
  private final @Nullable FolderDeletion deletion;
  private final AtomicBoolean hasBroker = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private BrokerFolder(Path root, @Nullable FolderDeletion deletion) {
    this.root = root;
    this.deletion = deletion;
    this.lock = FolderLock.take(root);
    boolean opened = false;
    try {
      requireSpace(root, Files.getFileStore(root).getUsableSpace());
      if (!FolderMarker.isIn(root)) {
        FolderMarker.fresh().write(root);
      }
      this.marker = FolderMarker.read(root);
      Files.createDirectories(state());
      opened = true;
    } catch (IOException e) {
      throw FolderException.io(root, "preparing it", e);
    } finally {
      if (!opened) {
        giveUp();
      }
    }
  }

  /** Opens the folder, creating it when it does not exist; an empty folder is taken as new. */
  public static BrokerFolder kept(Path path) {
    Path root = path.toAbsolutePath().normalize();
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new FolderException(
          Problem.NOT_A_FOLDER,
          root,
          "it is a file",
          "Name a folder, or a path that does not exist yet");
    }
    try {
      Files.createDirectories(root);
      if (!FolderMarker.isIn(root) && holdsSomethingElse(root)) {
        throw new FolderException(
            Problem.NOT_FLOODWALL_DATA,
            root,
            "it is not empty and has no " + FolderMarker.FILE,
            "Choose an empty folder, or a path that does not exist yet");
      }
    } catch (IOException e) {
      throw FolderException.io(root, "creating it", e);
    }
    return new BrokerFolder(root, null);
  }

  /** Opens a folder that already holds data; for commands that only look. */
  public static BrokerFolder existing(Path path) {
    Path root = path.toAbsolutePath().normalize();
    if (!Files.exists(root) || (Files.isDirectory(root) && !FolderMarker.isIn(root))) {
      throw new FolderException(
          Problem.NO_DATA,
          root,
          Files.exists(root) ? "it has no " + FolderMarker.FILE : "it does not exist",
          "Name the folder that an earlier floodwall kept its data in");
    }
    return kept(root);
  }

  /** Makes a new folder that is deleted again when closed. */
  public static BrokerFolder throwAway() {
    Path root;
    try {
      root = Files.createTempDirectory("floodwall-");
    } catch (IOException e) {
      Path parent = Path.of(System.getProperty("java.io.tmpdir", "."));
      throw FolderException.io(parent, "creating a throw-away folder", e);
    }
    return new BrokerFolder(root, new FolderDeletion(root));
  }

  static void requireSpace(Path root, long usableBytes) {
    if (usableBytes < LEAST_SPACE_BYTES) {
      throw new FolderException(
          Problem.DISK_FULL,
          root,
          "only "
              + (usableBytes >> 20)
              + " MiB are free on its disk, and a broker needs 64 to start",
          "Free some space, or choose a folder on another disk");
    }
  }

  private static boolean holdsSomethingElse(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return !entries.allMatch(FolderMarker::isUnfinishedStart);
    }
  }

  public Path root() {
    return root;
  }

  /** Where the broker keeps its logs. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Where applications keep their local stores ({@code state.dir} of Kafka Streams). */
  public Path state() {
    return root.resolve("state");
  }

  public boolean isThrowAway() {
    return deletion != null;
  }

  public String clusterId() {
    return marker.clusterId();
  }

  int nodeId() {
    return marker.nodeId();
  }

  /** Gives the folder to the one broker it can have. */
  void claimForBroker() {
    if (closed.get() || !hasBroker.compareAndSet(false, true)) {
      throw new FolderException(
          Problem.IN_USE,
          root,
          closed.get() ? "it was closed" : "a broker already runs on it",
          "Open the folder again once its broker is closed");
    }
  }

  /** Gives the folder up, and deletes it when it is a throw-away one. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveUp();
    }
  }

  private void giveUp() {
    lock.close();
    if (deletion != null) {
      deletion.now();
    }
  }
}
