package io.floodwall.client;

import io.floodwall.tlog.DurableFile;
import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    DurableFile.write(file(partition), note.toString());
  }

  @Override
  public Optional<Path> keepEvidence(ForkedException found, String when) throws IOException {
    String name = found.kind().label() + "-" + found.id().hex().substring(0, ID_CHARS) + ".txt";
    Path file = folder.resolve("evidence").resolve(name);
    if (!Files.exists(file)) {
      DurableFile.write(file, found.evidence(when));
    }
    return Optional.of(file);
  }

  private Path file(int partition) {
    return folder.resolve(partition + ".note");
  }
}
