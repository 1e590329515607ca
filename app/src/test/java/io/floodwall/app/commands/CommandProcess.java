package io.floodwall.app.commands;

import io.floodwall.app.Floodwall;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A floodwall command that runs in a process of its own until it is stopped, as from a terminal.
 */
public final class CommandProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);

  private static final Pattern LOG =
      Pattern.compile("(?m)^\\d\\d:\\d\\d:\\d\\d[.]\\d+ +(INFO|WARN) .*\\R");

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it in {@code folder} and waits until what it has printed is what {@code ready} says. */
  public static CommandProcess start(Path folder, Predicate<CommandProcess> ready, String... words)
      throws IOException {
    CommandProcess started = launch(folder, words);
    try {
      Awaitility.await(words[0] + " is ready").atMost(READY).until(() -> started.is(ready));
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static CommandProcess launch(Path folder, String... words) throws IOException {
    Path out = Files.createTempFile(folder, words[0], ".out");
    Path err = Files.createTempFile(folder, words[0], ".err");
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path")));
    command.add(Floodwall.class.getName());
    command.addAll(Arrays.asList(words));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("FLOODWALL_BOOTSTRAP");
    return new CommandProcess(builder.start(), out, err);
  }

  private boolean is(Predicate<CommandProcess> ready) {
    if (!process.isAlive()) {
      throw new IllegalStateException("it exited with " + process.exitValue() + ": " + err());
    }
    return ready.test(this);
  }

  /** All that it has printed so far. */
  public String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it in {@code folder} to its own end; answers all that it said. */
  static Said toItsEnd(Path folder, Duration patience, String... words) throws Exception {
    try (CommandProcess started = launch(folder, words)) {
      if (!started.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(words[0] + " did not end within " + patience);
      }
      return new Said(started.process.exitValue(), started.out(), started.err());
    }
  }

  /** It is asked to end; answers all that it said, but for the logs, whose order varies. */
  Said stop() throws InterruptedException {
    return new Said(stop(STOP), out(), LOG.matcher(err()).replaceAll(""));
  }

  /** What Ctrl-C and a supervisor's stop come to: it is asked to end; answers its exit code. */
  int stop(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not stop within " + patience);
    }
    return process.exitValue();
  }

  boolean hasChildren() {
    return process.descendants().findAny().isPresent();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
