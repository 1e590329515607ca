package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.Hostile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * Every command has a {@link Transcript} with its output as text and as JSON, every exit code that
 * its help names, and hostile text that is printed as harmless text.
 */
class EveryCommandHasAGoldenTest {
  /** Commands that run until they are stopped, or that measure, and the test that reads them. */
  private static final Map<String, String> READ_ELSEWHERE =
      Map.ofEntries(Map.entry("generate-completion", "io.floodwall.app.commands.CommandLineTest"));

  /** Commands that print nothing that somebody else has written. */
  private static final Set<String> ONLY_ITS_OWN_WORDS = Set.of("version");

  /** Commands that end when they are told to, with SIGTERM's exit code. */
  private static final Set<String> UNTIL_STOPPED = Set.of("up", "run", "witness");

  /** Commands that have no data to print: what they say goes to stderr and to their log. */
  private static final Set<String> SILENT = Set.of("run");

  private static final int TERMINATED = 128 + 15;

  private static final Pattern CODES = Pattern.compile("[Ee]xit code([^.]*)");
  private static final Pattern CODE = Pattern.compile("\\b[0-5]\\b");

  /** A call, as a transcript has it. */
  private record Call(String words, List<String> out, List<String> err, int exit) {
    boolean isJson() {
      return words.contains(" -o json");
    }

    boolean says(String text) {
      return Stream.concat(out.stream(), err.stream()).anyMatch(line -> line.contains(text));
    }
  }

  static Stream<String> commands() {
    return runnable(Floodwall.commandLine())
        .map(EveryCommandHasAGoldenTest::name)
        .filter(name -> !READ_ELSEWHERE.containsKey(name));
  }

  private static Stream<CommandLine> runnable(CommandLine command) {
    Object does = command.getCommandSpec().userObject();
    boolean isRunnable =
        does instanceof Callable
            || does instanceof Method
            || does instanceof HelpCommand
            || does instanceof GenerateCompletion;
    Stream<CommandLine> self = isRunnable ? Stream.of(command) : Stream.of();
    return Stream.concat(
        self,
        command.getSubcommands().values().stream().flatMap(EveryCommandHasAGoldenTest::runnable));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("floodwall ?", "");
  }

  private static CommandLine command(String name) {
    CommandLine command = Floodwall.commandLine();
    for (String word : name.split(" ", -1)) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }

  private static List<String> lines(String command) throws IOException {
    var lines = new ArrayList<String>();
    try (Stream<Path> files = Files.list(Transcript.FOLDER)) {
      for (Path file :
          files.filter(one -> commandOf(one).equals(Transcript.name(command))).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static String commandOf(Path file) {
    return file.getFileName().toString().replaceFirst("(@.*)?[.]txt$", "");
  }

  private static List<Call> calls(String command) throws IOException {
    var calls = new ArrayList<Call>();
    String words = "";
    var out = new ArrayList<String>();
    var err = new ArrayList<String>();
    for (String line : lines(command)) {
      if (line.startsWith("$ ")) {
        words = line;
      } else if (line.startsWith("! ")) {
        err.add(line);
      } else if (line.matches("exit \\d+")) {
        calls.add(
            new Call(
                words,
                List.copyOf(out),
                List.copyOf(err),
                Integer.parseInt(line.substring("exit ".length()))));
        out.clear();
        err.clear();
      } else if (!line.isEmpty()) {
        out.add(line);
      }
    }
    return calls;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsOutputAsTextIsGolden(String command) throws IOException {
    boolean isSilent = SILENT.contains(command);
    assertThat(calls(command))
        .anyMatch(call -> !call.isJson() && call.out().isEmpty() == isSilent)
        .noneMatch(call -> isSilent && !call.out().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsOutputAsJsonIsGoldenAndOneObjectALine(String command) throws IOException {
    if (command(command).getCommandSpec().findOption("--output") == null) {
      return;
    }
    List<Call> asJson =
        calls(command).stream().filter(call -> call.isJson() && !call.out().isEmpty()).toList();
    assertThat(asJson).isNotEmpty();
    for (Call call : asJson) {
      for (String line : call.out()) {
        assertThat(Json.parse(line.replaceAll(":MS\\b", ":0")).isObject()).as(line).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachExitCodeThatItsHelpNamesIsGoldenAndWrongUseIs(String command) throws IOException {
    var named = new TreeSet<>(Set.of(UNTIL_STOPPED.contains(command) ? TERMINATED : 0, 2));
    String help =
        Arrays.stream(command(command).getCommandSpec().usageMessage().footer())
            .filter(line -> !line.startsWith("Exit codes: 0 ok")) // all that there are
            .collect(Collectors.joining(" "));
    Matcher codes = CODES.matcher(help);
    while (codes.find()) {
      CODE.matcher(codes.group(1))
          .results()
          .forEach(code -> named.add(Integer.valueOf(code.group())));
    }
    assertThat(calls(command).stream().map(Call::exit).collect(Collectors.toSet()))
        .containsAll(named);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hostileTextIsPrintedAsHarmlessText(String command) throws IOException {
    assertThat(lines(command)).noneMatch(Hostile::isDangerous);
    if (!ONLY_ITS_OWN_WORDS.contains(command)) {
      assertThat(calls(command)).anyMatch(call -> call.says("evil.example"));
    }
  }

  @Test
  void noTranscriptIsOfACommandThatIsNotThere() throws IOException {
    Set<String> expected = commands().map(Transcript::name).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(Transcript.FOLDER)) {
      assertThat(files).allMatch(file -> expected.contains(commandOf(file)));
    }
  }

  @Test
  void whatIsReadElsewhereIsACommandAndATest() throws ClassNotFoundException {
    Set<String> names =
        runnable(Floodwall.commandLine())
            .map(EveryCommandHasAGoldenTest::name)
            .collect(Collectors.toSet());
    assertThat(names).containsAll(READ_ELSEWHERE.keySet());
    for (String test : READ_ELSEWHERE.values()) {
      assertThat(Class.forName(test)).isNotNull();
    }
  }
}
