package io.floodwall.app.doctor;

import io.floodwall.app.access.AclLine;
import io.floodwall.app.access.Credentials;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the file of {@code --command-config} is closed to others; with it the whole folder, when
 * it is one of {@code up --secure}.
 */
final class FilesCheck implements Check {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public String name() {
    return "files";
  }

  @Override
  public List<Finding> look(Patient patient) {
    Optional<Path> file = patient.commandConfig();
    if (file.isEmpty()) {
      return List.of(Finding.ok(name(), "--command-config", "none given"));
    }
    var findings = new ArrayList<Finding>();
    try {
      for (Path secret : secrets(file.get())) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(secret);
        if (!OWNERS.containsAll(permissions)) {
          findings.add(open(secret, PosixFilePermissions.toString(permissions)));
        }
      }
    } catch (UnsupportedOperationException e) {
      return List.of(
          Finding.info(name(), file.get().toString(), "no file modes here", "not a POSIX system"));
    } catch (IOException e) {
      throw new CommandException(ExitCode.ERROR, "cannot look at " + file.get() + ": " + e, e);
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(name(), file.get().toString(), "closed to others"));
    }
    return findings;
  }

  private static List<Path> secrets(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !folder.endsWith(Credentials.FOLDER)) {
      return List.of(file);
    }
    var secrets = new ArrayList<Path>();
    secrets.add(folder);
    try (var files = Files.list(folder)) {
      files.filter(Files::isRegularFile).sorted().forEach(secrets::add);
    }
    return secrets;
  }

  private Finding open(Path path, String mode) {
    String should = Files.isDirectory(path) ? "rwx------" : "rw-------";
    return new Finding(
        name(),
        Severity.PROBLEM,
        path.toString(),
        mode,
        should,
        "others on this machine can read or change who you are to Kafka",
        AclLine.shell(List.of("chmod", Files.isDirectory(path) ? "700" : "600", path.toString())));
  }
}
