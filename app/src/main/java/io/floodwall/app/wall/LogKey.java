package io.floodwall.app.wall;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key that a wall of this process signs its checkpoints with. It lies in the wall's folder and
 * is made at the first start: good for one machine; whoever keeps the folder keeps the key.
 *
 * <pre>
 * keys/log.key     the secret, for its owner alone
 * keys/log.vkey    what verifies, for everybody
 * </pre>
 */
public final class LogKey {
  private static final String FOLDER = "keys";
  private static final String PUBLIC = "log.vkey";

  private final Path file;
  private final VerifierKey verifier;

  private LogKey(Path file, VerifierKey verifier) {
    this.file = file;
    this.verifier = verifier;
  }

  /** The key of the ledger called {@code name} in {@code folder}, new or as it was left. */
  static LogKey in(BrokerFolder folder, String name) {
    Path file = folder.root().resolve(FOLDER).resolve("log.key");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        KeyFile.create(file, SignerKey.generate(name, new SecureRandom()));
      }
      var key = new LogKey(file, KeyFile.read(file).verifier());
      Files.writeString(folder.root().resolve(FOLDER).resolve(PUBLIC), key.verifier + "\n");
      return key;
    } catch (IOException | FormatException e) {
      throw new CommandException(
          ExitCode.ERROR, "the log's key cannot be used: " + e.getMessage(), e);
    }
  }

  /** What verifies the checkpoints of the wall that was started in {@code data}, if one was. */
  public static Optional<VerifierKey> verifierIn(Path data) {
    Path file = data.resolve(FOLDER).resolve(PUBLIC);
    try {
      return Files.exists(file)
          ? Optional.of(VerifierKey.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | FormatException e) {
      throw new CommandException(
          ExitCode.ERROR, "the log's key in " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  Path file() {
    return file;
  }

  /** What verifies its checkpoints; each chain is signed under the chain's own name. */
  public VerifierKey verifier() {
    return verifier;
  }
}
