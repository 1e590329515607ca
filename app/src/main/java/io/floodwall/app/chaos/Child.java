package io.floodwall.app.chaos;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java process of the wall that can be killed, stopped in its tracks, and started again as the
 * same one.
 *
 * <p>It ends when this process does, however this one ends: see {@link ChildMain}.
 */
final class Child {
  private static final int STOP_SECONDS = 30;
  private static final List<String> INHERITED =
      List.of("-Xshare", "-XX:SharedArchiveFile", "-Xlog", "--enable-native", "--sun-misc-unsafe");

  private final String name;
  private final Path log;
  private final @Nullable SteppedClock clock;
  private final List<String> arguments;
  private volatile Process process;
  private boolean ended;

  private Child(String name, Path log, @Nullable SteppedClock clock, List<String> arguments)
      throws IOException {
    this.name = name;
    this.log = log;
    this.clock = clock;
    this.arguments = List.copyOf(arguments);
    this.process = launch();
  }

  /** Starts {@link ChildMain} with {@code arguments}; what it says goes to the file {@code log}. */
  static Child start(String name, Path log, List<String> arguments) throws IOException {
    return new Child(name, log, null, arguments);
  }

  /** The same, by a clock of its own, or by the machine's if that is null. */
  static Child start(String name, Path log, @Nullable SteppedClock clock, List<String> arguments)
      throws IOException {
    return new Child(name, log, clock, arguments);
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  /** Starts it again, exactly as before, unless it was ended for good. */
  synchronized void startAgain() {
    if (ended) {
      return;
    }
    try {
      process = launch();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + name + " again", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** For when nothing is broken yet. */
  void requireAlive() {
    if (!isAlive()) {
      throw new IllegalStateException(name + " ended by itself, see " + log);
    }
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  synchronized void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGKILL, and whoever would start it again is too late. */
  synchronized void end() {
    ended = true;
    kill();
  }

  /**
   * SIGTERM, and waits. Java's own way to send it also closes the process's standard input, which
   * is its leash: it would be gone before it has closed anything.
   */
  void stop() {
    signal("TERM");
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException(
            name + " did not stop within " + STOP_SECONDS + " s of SIGTERM");
      }
      if (process.exitValue() == ChildMain.LET_GO) {
        throw new IllegalStateException(name + " was let go, not stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " stopped", e);
    }
  }

  /** SIGSTOP: it does not run any more and does not know. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if nothing had happened. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + signal + " of " + name + " answered " + code);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot send signals: there is no kill command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process launch() throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-Dkafka.log.level=" + System.getProperty("kafka.log.level", "ERROR"));
    String classPath = System.getProperty("java.class.path");
    if (clock != null) {
      command.addAll(clock.options());
      classPath = clock.before(classPath);
    }
    command.addAll(List.of("-cp", classPath));
    command.add(ChildMain.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
