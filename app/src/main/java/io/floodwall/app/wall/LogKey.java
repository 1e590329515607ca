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

/**
 * The key that a wall of this process signs its checkpoints with. It lies in the wall's folder and
 * is made at the first start: good for one machine; whoever keeps the folder keeps the key.
 */
public final class LogKey {
  private final Path file;
  private final VerifierKey verifier;

  private LogKey(Path file, VerifierKey verifier) {
    this.file = file;
    this.verifier = verifier;
  }

  /** The key of the ledger called {@code name} in {@code folder}, new or as it was left. */
  static LogKey in(BrokerFolder folder, String name) {
    Path file = folder.root().resolve("keys").resolve("log.key");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        KeyFile.create(file, SignerKey.generate(name, new SecureRandom()));
      }
      return new LogKey(file, KeyFile.read(file).verifier());
    } catch (IOException | FormatException e) {
      throw new CommandException(
          ExitCode.ERROR, "the log's key cannot be used: " + e.getMessage(), e);
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
