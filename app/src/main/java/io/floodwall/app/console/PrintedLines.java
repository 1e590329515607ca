package io.floodwall.app.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output as Kafka's console consumer sees it: whole lines go on to the command's own
 * writer, which is UTF-8 whatever the locale, and are counted.
 */
final class PrintedLines extends PrintStream {
  private final PrintWriter lines;
  private long count;

  PrintedLines(PrintWriter out) {
    super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    this.lines = out;
  }

  @Override
  public void println(String line) {
    lines.println(line);
    count++;
  }

  /** Sends on what was printed; answers whether nobody reads it any more. */
  @Override
  public boolean checkError() {
    return lines.checkError();
  }

  /** How many lines were printed. */
  long count() {
    return count;
  }
}
