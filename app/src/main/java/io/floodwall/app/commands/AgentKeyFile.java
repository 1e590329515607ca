package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The file that an agent's secret key lies in. */
final class AgentKeyFile {
  private AgentKeyFile() {}

  /** A new key named {@code name}, in a new file that only its owner can read. */
  static SignerKey create(Path file, String name) {
    try {
      SignerKey key = SignerKey.generate(name, new SecureRandom());
      KeyFile.create(file, key);
      return key;
    } catch (FormatException e) {
      throw new CommandException(ExitCode.USAGE, "--name: " + e.getMessage(), e);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.ERROR, file + " exists: a key file is never written over; name another", e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.ERROR, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  static SignerKey read(Path file) {
    try {
      return KeyFile.read(file);
    } catch (FormatException e) {
      throw new CommandException(ExitCode.ERROR, String.valueOf(e.getMessage()), e);
    }
  }
}
