package io.floodwall.app.broker;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to work in one data folder, held until closed or until the process ends.
 *
 * <p>Between processes the operating system's lock on {@value #FILE} decides. Inside this one a set
 * of held folders does, and it is asked first: on POSIX systems, opening and closing the lock file
 * a second time would silently drop the lock that is already held.
 */
public final class FolderLock implements AutoCloseable {
  static final String FILE = "floodwall.lock";

  private static final Set<Path> HELD_IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the lock at once or refuses; never waits. */
  public static FolderLock take(Path folder) {
    Path real;
    try {
      real = folder.toRealPath();
    } catch (IOException e) {
      throw FolderException.io(folder, "looking it up", e);
    }
    if (!HELD_IN_THIS_PROCESS.add(real)) {
      throw inUse(folder, "this process already uses it");
    }
    FolderLock lock = null;
    try {
      lock = lockFile(folder, real);
      return lock;
    } finally {
      if (lock == null) {
        HELD_IN_THIS_PROCESS.remove(real);
      }
    }
  }

  private static FolderLock lockFile(Path folder, Path real) {
    @Nullable FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(real.resolve(FILE), CREATE, WRITE);
      locked = channel.tryLock() != null;
    } catch (IOException e) {
      throw FolderException.io(folder, "locking it", e);
    } finally {
      if (channel != null && !locked) {
        closeQuietly(channel);
      }
    }
    if (!locked) {
      throw inUse(folder, "another process uses it");
    }
    return new FolderLock(real, channel);
  }

  private static FolderException inUse(Path folder, String why) {
    return new FolderException(
        Problem.IN_USE, folder, why, "Stop the other floodwall first, or choose another folder");
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written through this channel, and the lock goes with the process at the latest.
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    HELD_IN_THIS_PROCESS.remove(folder);
  }
}
