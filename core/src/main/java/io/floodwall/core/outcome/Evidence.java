package io.floodwall.core.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Cuts text down to what an {@link Outcome} may carry, at the edge of a character. */
public final class Evidence {
  private static final int CONTINUATION_MASK = 0xC0;
  private static final int CONTINUATION = 0x80;

  private Evidence() {}

  /** The last {@link Outcome#EVIDENCE_BYTES_MAX} bytes of {@code text}: where a command fails. */
  public static String endOf(String text) {
    return endOf(text.getBytes(UTF_8));
  }

  /** The same of bytes that may be anything; what is no UTF-8 becomes a replacement character. */
  public static String endOf(byte[] text) {
    byte[] clean = new String(text, UTF_8).getBytes(UTF_8);
    int from = Math.max(0, clean.length - Outcome.EVIDENCE_BYTES_MAX);
    while (from < clean.length && (clean[from] & CONTINUATION_MASK) == CONTINUATION) {
      from++;
    }
    return new String(Arrays.copyOfRange(clean, from, clean.length), UTF_8);
  }
}
