package io.floodwall.app.commands;

import io.floodwall.app.Floodwall;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code floodwall up} in a process of its own, as from a terminal. */
final class UpProcess implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final Process process;
  private final Path out;
  private final Path err;

  private UpProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it and waits until it says that it is ready. */
  static UpProcess start(Path folder, String... options) throws IOException {
    Path out = Files.createTempFile(folder, "up", ".out");
    Path err = Files.createTempFile(folder, "up", ".err");
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(Floodwall.class.getName(), "up"));
    command.addAll(Arrays.asList(options));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("FLOODWALL_BOOTSTRAP");
    var up = new UpProcess(builder.start(), out, err);
    try {
      Awaitility.await("up is ready").atMost(Duration.ofSeconds(90)).until(up::isReady);
      return up;
    } catch (RuntimeException e) {
      up.close();
      throw e;
    }
  }

  private boolean isReady() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("up exited with " + process.exitValue() + ": " + err());
    }
    return out().contains("Ctrl-C stops everything")
        || out().endsWith("}" + System.lineSeparator());
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** What the first group of {@code pattern} is in what it printed. */
  String says(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(out() + err());
    if (!matcher.find()) {
      throw new AssertionError("nothing like " + pattern + " in:\n" + out() + err());
    }
    return matcher.group(1);
  }

  String bootstrap() throws IOException {
    return says("^(?:  Kafka +|.*\"bootstrap\":\")([^\\s\"]+)");
  }

  /** The commands it says to type next, as words after {@code floodwall}. */
  List<List<String>> next() throws IOException {
    var commands = new ArrayList<List<String>>();
    for (String line : out().lines().filter(l -> l.startsWith("  ./floodwall ")).toList()) {
      var words = new ArrayList<String>();
      for (Matcher word = WORD.matcher(line); word.find(); ) {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      commands.add(words.subList(1, words.size()));
    }
    return commands;
  }

  /** What Ctrl-C and a supervisor's stop come to: it is asked to end; answers its exit code. */
  int stop(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("up did not stop within " + patience);
    }
    return process.exitValue();
  }

  boolean hasChildren() {
    return process.descendants().findAny().isPresent();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
