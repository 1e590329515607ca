package io.floodwall.app.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream of bytes, in strict UTF-8, counted from 1.
 *
 * <p>A line ends with LF, or where the stream ends; a CR before the LF stays on the line, where
 * JSON reads it as white space.
 */
final class Lines {
  /** The most bytes of a line. */
  static final int LINE_BYTES_MAX = 16 * 1024 * 1024;

  private final InputStream in;
  private final byte[] chunk = new byte[64 * 1024];
  private int from;
  private int to;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that {@link #next} gave last, or failed on. */
  long number() {
    return number;
  }

  /** Whether {@link #next} would have to wait for input. */
  boolean wouldWait() throws IOException {
    return from == to && in.available() == 0;
  }

  /** The next line without its LF, or null at the end. */
  @Nullable String next() throws IOException, BadLineException {
    var line = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended) {
      if (from == to && !fill()) {
        if (line.size() == 0) {
          return null;
        }
        break;
      }
      int end = from;
      while (end < to && chunk[end] != '\n') {
        end++;
      }
      ended = end < to;
      line.write(chunk, from, end - from);
      from = ended ? end + 1 : end;
      if (line.size() > LINE_BYTES_MAX) {
        number++;
        throw new BadLineException(
            "the line is longer than " + LINE_BYTES_MAX + " bytes", "give one JSON object a line");
      }
    }
    number++;
    return decoded(line.toByteArray());
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(chunk));
    return to > 0;
  }

  private static String decoded(byte[] line) throws BadLineException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new BadLineException("the line is not UTF-8", "save the input as UTF-8");
    }
  }
}
