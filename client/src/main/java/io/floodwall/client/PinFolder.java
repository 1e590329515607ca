package io.floodwall.client;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Pins as files, each of which appears whole.
 *
 * <pre>
 * PARTITION.note           the last checkpoint, with its signatures
 * evidence/KIND-ID.txt     two that do not go together
 * </pre>
 */
final class PinFolder implements Pins {
  private static final int ID_CHARS = 16;

  private final Path folder;

  PinFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<SignedNote> last(int partition) throws IOException {
    Path file = file(partition);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedNote.parse(Files.readAllBytes(file)));
    } catch (FormatException e) {
      throw new IOException("the pin " + file + " is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void keep(int partition, SignedNote note) throws IOException {
    write(file(partition), note.toString());
  }

  @Override
  public Optional<Path> keepEvidence(ForkedException found, String when) throws IOException {
    String name = found.kind().label() + "-" + found.id().hex().substring(0, ID_CHARS) + ".txt";
    Path file = folder.resolve("evidence").resolve(name);
    if (!Files.exists(file)) {
      write(file, found.evidence(when));
    }
    return Optional.of(file);
  }

  private Path file(int partition) {
    return folder.resolve(partition + ".note");
  }

  private static void write(Path file, String text) throws IOException {
    Path in = file.resolveSibling("");
    Files.createDirectories(in);
    Path half = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            half,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(half, file, ATOMIC_MOVE, REPLACE_EXISTING);
    force(in);
  }

  /** Makes a folder's entries last; where a folder cannot be opened, the system does it itself. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
