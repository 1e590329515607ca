package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code docs/verify.py}, the other verifier, run as its users do. */
final class Python {
  private static final long MAX_SECONDS = 120;

  private Python() {}

  /**
   * What a run said.
   *
   * @param lines stdout
   */
  record Said(int exit, List<String> lines) {
    /** The last line that starts so, without that start. */
    String verdict(Path file) {
      String start = file + ": ";
      return lines.stream()
          .filter(line -> line.startsWith(start))
          .reduce((first, last) -> last)
          .orElse("nothing was said")
          .substring(start.length());
    }
  }

  /** Whether python3 is here, and an openssl that verifies Ed25519 signatures of raw files. */
  static boolean isHere() {
    try {
      return started(List.of("python3", "--version")).exit() == 0
          && started(List.of("openssl", "genpkey", "-algorithm", "ED25519")).exit() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static Said verify(String... args) throws IOException {
    return verify(List.of(args));
  }

  static Said verify(List<String> args) throws IOException {
    var command = new ArrayList<>(List.of("python3", "-B", "../docs/verify.py"));
    command.addAll(args);
    return started(command);
  }

  private static Said started(List<String> command) throws IOException {
    Path out = Files.createTempFile("verify", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not end");
      }
      return new Said(process.exitValue(), Files.readAllLines(out, UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(out);
    }
  }
}
