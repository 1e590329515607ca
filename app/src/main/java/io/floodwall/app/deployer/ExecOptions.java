package io.floodwall.app.deployer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.PlainText;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which command a deployer runs, how many at once, and for how long. */
final class ExecOptions {
  private static final int SECONDS_MAX = 86_400;
  private static final int CONCURRENCY_MAX = 256;
  private static final int WAITING_MAX = 1_000;

  @Option(
      names = "--exec",
      arity = "1..*",
      paramLabel = "CMD [ARG...]",
      parameterConsumer = RestOfLine.class,
      description =
          "run this for each decision, without a shell; takes the rest of the line, so it goes"
              + " last")
  private @Nullable List<String> words;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "this deployer: the same after a restart, and no other deployer's (default: the host's"
              + " name)")
  private @Nullable String name;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "4",
      description = "the most commands at once (default: ${DEFAULT-VALUE})")
  private int concurrency = 4;

  @Option(
      names = "--per-resource",
      paramLabel = "N",
      defaultValue = "1",
      description = "the most commands at once on one resource (default: ${DEFAULT-VALUE})")
  private int perResource = 1;

  @Option(
      names = "--waiting",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "the most decisions taken and not yet run, because their resource is busy (default:"
              + " ${DEFAULT-VALUE})")
  private int waiting = 16;

  @Option(
      names = "--exec-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "a command that runs longer is ended, and its outcome is unknown (default:"
              + " ${DEFAULT-VALUE})")
  private int execTimeout = 300;

  @Option(
      names = "--stop-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "how long Ctrl-C waits for commands that run; then they are ended, and their outcomes"
              + " are unknown (default: ${DEFAULT-VALUE})")
  private int stopTimeout = 30;

  @Option(
      names = "--never-repeat",
      description =
          "no action may be done twice: one that was open when a deployer ended is unknown"
              + " (default: that of invoke alone)")
  private boolean neverRepeat;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "end after so many decisions (default: never)")
  private @Nullable Long max;

  @Option(
      names = "--once",
      description =
          "end when what is admitted and in force at the start is done, by this deployer or another"
              + " (default: never)")
  private boolean once;

  @Option(
      names = "--share",
      description =
          "be one of any number of deployers in a share group; no deployer without --share may run"
              + " at this wall then")
  private boolean share;

  boolean isGiven() {
    return words != null;
  }

  void check() {
    within("--concurrency", concurrency, 1, CONCURRENCY_MAX);
    within("--per-resource", perResource, 1, concurrency);
    within("--waiting", waiting, 0, WAITING_MAX);
    within("--exec-timeout", execTimeout, 1, SECONDS_MAX);
    within("--stop-timeout", stopTimeout, 0, SECONDS_MAX);
    if (max != null && max < 1) {
      throw CommandException.usage("--max must be 1 or more, got " + max);
    }
    name();
    requireProgram(command().get(0), System.getenv().getOrDefault("PATH", ""));
  }

  private static void within(String option, int value, int min, int most) {
    if (value < min || value > most) {
      throw CommandException.usage(option + " must be " + min + " to " + most + ", got " + value);
    }
  }

  private static void requireProgram(String program, String path) {
    boolean named = program.contains(File.separator);
    Stream<String> folders = named ? Stream.of("") : Stream.of(path.split(File.pathSeparator, -1));
    try {
      if (folders.noneMatch(folder -> isProgram(Path.of(folder).resolve(program)))) {
        throw CommandException.usage(
            "--exec: there is no program '"
                + program
                + "'"
                + (named ? "" : " on the PATH")
                + " that may be run");
      }
    } catch (InvalidPathException e) {
      throw CommandException.usage("--exec: '" + program + "' is no name of a program");
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  List<String> command() {
    if (words == null || words.isEmpty() || words.get(0).isEmpty()) {
      throw CommandException.usage("--exec needs a command");
    }
    return words;
  }

  String name() {
    String called = name == null ? hostName() : name;
    if (!PlainText.isName(called)) {
      throw CommandException.usage("--name must be 1-200 bytes of plain text");
    }
    return called;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw CommandException.usage("this host has no name: give the deployer one with --name");
    }
  }

  Predicate<Action> idempotent() {
    return neverRepeat ? action -> false : Action::isIdempotent;
  }

  Lanes lanes() {
    return new Lanes(concurrency, perResource, waiting);
  }

  Workers workers() {
    return new Workers(command(), Duration.ofSeconds(execTimeout));
  }

  Duration stopPatience() {
    return Duration.ofSeconds(stopTimeout);
  }

  boolean isOnce() {
    return once;
  }

  boolean isShared() {
    return share;
  }

  long max() {
    return max == null ? Long.MAX_VALUE : max;
  }
}
