package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.intent.IntentBounds;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream, in strict UTF-8, counted from 1; none longer than an intent can be,
 * whatever the stream sends.
 */
final class IntentLines {
  /** The most bytes of a line: an intent's limit, and room for JSON's escapes. */
  static final int LINE_BYTES_MAX = 6 * IntentBounds.RECORD_BYTES_MAX;

  private final InputStream in;
  private long number;

  IntentLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Which line {@link #next} gave last, for people. */
  String place() {
    return "line " + number;
  }

  /** The next line without its end, or null when there is none. */
  @Nullable String next() throws IOException {
    int b = in.read();
    if (b < 0) {
      return null;
    }
    number++;
    var line = new ByteArrayOutputStream();
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == LINE_BYTES_MAX) {
        throw CommandException.usage(
            place() + ": longer than " + LINE_BYTES_MAX + " bytes, too long for an intent");
      }
      line.write(b);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(ExitCode.USAGE, place() + ": not UTF-8", e);
    }
  }
}
