package io.floodwall.app.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code floodwall up} in a process of its own, as from a terminal. */
final class UpProcess implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final CommandProcess process;

  private UpProcess(CommandProcess process) {
    this.process = process;
  }

  /** Starts it and waits until it says that it is ready. */
  static UpProcess start(Path folder, String... options) throws IOException {
    String[] words = Stream.concat(Stream.of("up"), Stream.of(options)).toArray(String[]::new);
    return new UpProcess(CommandProcess.start(folder, UpProcess::isReady, words));
  }

  private static boolean isReady(CommandProcess up) {
    return up.out().contains("Ctrl-C stops everything")
        || up.out().endsWith("}" + System.lineSeparator());
  }

  /** It is asked to end; answers what it said. */
  Said stop() throws InterruptedException {
    return process.stop();
  }

  String out() {
    return process.out();
  }

  String err() {
    return process.err();
  }

  /** What the first group of {@code pattern} is in what it printed. */
  String says(String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(out() + err());
    if (!matcher.find()) {
      throw new AssertionError("nothing like " + pattern + " in:\n" + out() + err());
    }
    return matcher.group(1);
  }

  String bootstrap() {
    return says("^(?:  Kafka +|.*\"bootstrap\":\")([^\\s\"]+)");
  }

  /** The commands it says to type next, as words after {@code floodwall}. */
  List<List<String>> next() {
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

  /** It is asked to end; answers its exit code. */
  int stop(Duration patience) throws InterruptedException {
    return process.stop(patience);
  }

  boolean hasChildren() {
    return process.hasChildren();
  }

  @Override
  public void close() {
    process.close();
  }
}
