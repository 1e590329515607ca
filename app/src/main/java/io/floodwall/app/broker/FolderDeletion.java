package io.floodwall.app.broker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise that a throw-away folder goes: when its owner is done with it, or when the process
 * ends while the owner is not.
 *
 * <p>At the end of the process the owner gets {@value #OWNER_GRACE_MS} ms to close by itself first.
 * Without that, an orderly stop on Ctrl-C would lose its files from under a broker that still runs.
 */
public final class FolderDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(FolderDeletion.class);
  private static final long OWNER_GRACE_MS = 5_000;

  private final Path folder;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread atExit;

  public FolderDeletion(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(this::deleteUnlessOwnerDoes, "floodwall-folder-deletion");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Deletes the folder now. */
  public void now() {
    delete(folder);
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and has just been told that it is not needed.
    }
  }

  private void deleteUnlessOwnerDoes() {
    try {
      if (done.await(OWNER_GRACE_MS, MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  /** Deletes a folder and all in it; what cannot be deleted is reported and left. */
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deleter());
    } catch (IOException e) {
      LOG.warn("could not delete {}: {}. Delete it by hand.", folder, e.toString());
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult
          .CONTINUE; // gone already; if it is not, deleting its folder will say so
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
