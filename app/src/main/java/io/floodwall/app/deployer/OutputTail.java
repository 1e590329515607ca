package io.floodwall.app.deployer;

import io.floodwall.core.outcome.Outcome;
import java.io.IOException;
import java.io.InputStream;

/** The end of what a command prints, whatever it prints and however long it goes on. */
final class OutputTail {
  /** More than evidence may have, so that a character cut at the front is cut away. */
  private static final int BYTES_MAX = 2 * Outcome.EVIDENCE_BYTES_MAX;

  private final byte[] ring = new byte[BYTES_MAX];
  private long total;

  /** Reads to the end of {@code in}; what is read is there at once. */
  void readAll(InputStream in) {
    byte[] chunk = new byte[8_192];
    try (in) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        add(chunk, read);
      }
    } catch (IOException e) {
      // the command is gone, and its output with it
    }
  }

  private synchronized void add(byte[] chunk, int length) {
    for (int i = Math.max(0, length - BYTES_MAX); i < length; i++) {
      ring[(int) ((total + i) % BYTES_MAX)] = chunk[i];
    }
    total += length;
  }

  synchronized byte[] bytes() {
    int length = (int) Math.min(total, BYTES_MAX);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((total - length + i) % BYTES_MAX)];
    }
    return bytes;
  }
}
