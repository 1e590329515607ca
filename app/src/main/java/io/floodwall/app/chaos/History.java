package io.floodwall.app.chaos;

import io.floodwall.app.cli.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The record of a run, written as it happens: JSON Lines, one {@link Event} each. */
final class History implements AutoCloseable {
  private final BufferedWriter out;
  private final long start = System.nanoTime();

  private History(BufferedWriter out) {
    this.out = out;
  }

  static History to(Path file) throws IOException {
    return new History(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
  }

  void invoke(String op, String id, UnaryOperator<Event> more) {
    write(Event.Type.INVOKE, op, id, more);
  }

  void ok(String op, String id, UnaryOperator<Event> more) {
    write(Event.Type.OK, op, id, more);
  }

  void fail(String op, String id, String why) {
    write(Event.Type.FAIL, op, id, event -> event.with("why", why));
  }

  void info(String op, String id, UnaryOperator<Event> more) {
    write(Event.Type.INFO, op, id, more);
  }

  private void write(Event.Type type, String op, String id, UnaryOperator<Event> more) {
    long time = System.nanoTime() - start;
    String line = Json.line(more.apply(Event.of(type, op, id, time)).fields());
    synchronized (out) {
      try {
        out.write(line);
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the history", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (out) {
      out.close();
    }
  }
}
