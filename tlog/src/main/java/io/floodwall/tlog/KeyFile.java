package io.floodwall.tlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with one secret key, that nobody but its owner may read or write (mode 0600). */
public final class KeyFile {
  private static final long BYTES_MAX = 4_096;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /** Writes {@code key} to a new file; one that exists is never written over. */
  public static void create(Path file, SignerKey key) throws IOException {
    byte[] text = (key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII);
    if (isPosix(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(file);
    }
    Files.write(file, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  /**
   * The key in {@code file}, if others cannot read it. What is said of a bad one holds none of it.
   */
  public static SignerKey read(Path file) throws FormatException {
    try {
      if (Files.isDirectory(file)) {
        throw new FormatException("the key file " + file + " is a folder");
      }
      if (isPosix(file)) {
        Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(Files.getPosixFilePermissions(file));
        others.removeAll(
            EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
          throw new FormatException(
              "the key file " + file + " can be used by others; run: chmod 600 " + file);
        }
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new FormatException("the key file " + file + " is too large to be one");
      }
      return SignerKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (NoSuchFileException e) {
      throw new FormatException(
          "there is no key file " + file + "; make one: floodwall keys new", e);
    } catch (IOException e) {
      throw new FormatException("the key file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
