package io.floodwall.app.witness;

import io.floodwall.app.broker.FolderLock;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.Hash;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.DurableFile;
import io.floodwall.tlog.ForkEvidence;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.UntrustedException;
import io.floodwall.tlog.VerifierKey;
import io.floodwall.tlog.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a witness remembers, in a folder of its own that one process uses: the last checkpoint it
 * cosigned of each log, and the evidence against logs.
 *
 * <pre>
 * floodwall.lock
 * checkpoints/SHA-256 of the origin.note    under the log's signatures and the witness' own
 * evidence/KIND-ID.txt
 * </pre>
 *
 * A file appears whole, and on disk, before what it stands for is told to anybody.
 */
final class WitnessMemory implements Witness.Memory, AutoCloseable {
  /** The most files of one kind of evidence; the oldest stay. */
  static final int EVIDENCE_MAX = 256;

  private static final String NOTE = ".note";
  private static final int ID_CHARS = 16;

  private final FolderLock lock;
  private final Path checkpoints;
  private final Path evidence;
  private final Map<String, SignedNote> last = new HashMap<>();

  private WitnessMemory(FolderLock lock, Path folder) {
    this.lock = lock;
    this.checkpoints = folder.resolve("checkpoints");
    this.evidence = folder.resolve("evidence");
  }

  /**
   * Opens the memory of the witness with this key, new or as it was left.
   *
   * @throws CommandException if a part of it cannot be read: to forget could mean to cosign a fork
   */
  static WitnessMemory open(Path folder, VerifierKey witness) {
    FolderLock lock = null;
    WitnessMemory memory = null;
    try {
      Files.createDirectories(folder);
      lock = FolderLock.take(folder);
      var opened = new WitnessMemory(lock, folder);
      Files.createDirectories(opened.checkpoints);
      Files.createDirectories(opened.evidence);
      DurableFile.force(folder);
      opened.load(witness);
      memory = opened;
      return memory;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR,
          "--state "
              + folder
              + " cannot be used: "
              + (Files.isRegularFile(folder) ? "it is a file" : e)
              + "; name a folder that this user may write to",
          e);
    } finally {
      if (memory == null && lock != null) {
        lock.close();
      }
    }
  }

  @Override
  public Optional<SignedNote> last(String origin) {
    return Optional.ofNullable(last.get(origin));
  }

  /** The size that was cosigned last, of each log. */
  Map<String, Long> sizes() {
    var sizes = new TreeMap<String, Long>();
    last.forEach((origin, note) -> sizes.put(origin, checkpoint(note).size()));
    return sizes;
  }

  /** Makes {@code note} the last one of its log, on disk first. */
  void remember(SignedNote note) throws IOException {
    String origin = checkpoint(note).origin();
    DurableFile.write(checkpoints.resolve(fileName(origin)), note.toString());
    last.put(origin, note);
  }

  /** Keeps evidence; answers its file if it is new and there was room. */
  Optional<Path> keep(ForkEvidence found, String when) throws IOException {
    String kind = found.kind().label();
    Path file = evidence.resolve(kind + "-" + found.id().hex().substring(0, ID_CHARS) + ".txt");
    if (Files.exists(file) || count(kind) >= EVIDENCE_MAX) {
      return Optional.empty();
    }
    DurableFile.write(file, found.text(when));
    return Optional.of(file);
  }

  @Override
  public void close() {
    lock.close();
  }

  private long count(String kind) throws IOException {
    try (Stream<Path> files = Files.list(evidence)) {
      return files.filter(file -> nameOf(file).startsWith(kind + "-")).count();
    }
  }

  private void load(VerifierKey witness) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(checkpoints)) {
      files = found.filter(file -> nameOf(file).endsWith(NOTE)).toList();
    }
    for (Path file : files) {
      try {
        SignedNote note = SignedNote.parse(Files.readAllBytes(file));
        String origin = Checkpoint.parse(note.text()).origin();
        if (!nameOf(file).equals(fileName(origin))) {
          throw new UntrustedException("it is about another log than its name says");
        }
        if (note.verified(List.of(witness)).isEmpty()) {
          throw new UntrustedException("the key of --key did not cosign it");
        }
        last.put(origin, note);
      } catch (FormatException | UntrustedException e) {
        throw new CommandException(
            ExitCode.ERROR,
            "the witness's memory "
                + file
                + " cannot be used: "
                + e.getMessage()
                + ". A witness that forgets could cosign a second history, so it does not start;"
                + " give it the key and the --state that belong together",
            e);
      }
    }
  }

  private static Checkpoint checkpoint(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (FormatException e) {
      throw new IllegalStateException("what was cosigned is not a checkpoint", e);
    }
  }

  private static String fileName(String origin) {
    return Hash.sha256(origin.getBytes(StandardCharsets.UTF_8)).hex() + NOTE;
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
