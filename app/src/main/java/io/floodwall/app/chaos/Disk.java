package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk in memory (tmpfs) that can be filled to its last byte and freed again. */
record Disk(Path at) {
  private static final int PIECE_BYTES = 4096;
  private static final String FILLER = "filler";

  /** Mounts one; for that this process needs the right to mount. */
  static Disk mount(Path at, String size) throws IOException {
    Files.createDirectories(at);
    if (run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString()) != 0) {
      throw new IOException(
          "cannot mount a tmpfs at "
              + at
              + ": disk-full needs the right to mount (root); leave it out of --faults");
    }
    return new Disk(at);
  }

  /** Leaves not one byte. */
  void fill() {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out = Files.newOutputStream(at.resolve(FILLER))) {
      while (!Thread.currentThread().isInterrupted()) {
        out.write(piece);
      }
    } catch (IOException e) {
      // full, which is what was wanted
    }
  }

  void free() {
    try {
      Files.deleteIfExists(at.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free " + at, e);
    }
  }

  void unmount() {
    try {
      int unused = run("umount", "-l", at.toString());
    } catch (IOException e) {
      // it was never mounted, or is gone
    }
  }

  private static int run(String... words) throws IOException {
    try {
      return new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
