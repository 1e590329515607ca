package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.ledger.Hostile;
import io.floodwall.core.intent.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a terminal showed of one command: each call, its stdout, its stderr with a {@code !} before
 * each line, its exit code. A golden file holds it; {@code -Dfloodwall.golden.update=true} writes
 * it anew.
 *
 * <p>What differs from run to run (times, ages, digests, keys, ports, folders) is replaced by a
 * word, and columns are two spaces apart.
 */
public final class Transcript {
  static final Path FOLDER = Path.of("src/test/resources/golden/commands");

  private static final Map<Pattern, String> VARIES = new LinkedHashMap<>();

  static {
    varies("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME");
    varies("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID");
    varies("\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{43,}=*", "+ID+KEY");
    varies("\\bkey [0-9a-f]{16}\\b", "key HEX");
    varies("(\":)\\d{13}\\b", "$1MS");
    varies("\\b[0-9a-f]{12,}\\b", "HEX");
    varies("\\b[A-Za-z0-9+/]{42,}=*", "BASE64");
    varies("tree of \\d+ entries", "tree of N entries");
    varies("\"size\":\\d+,\"leaf\"", "\"size\":0,\"leaf\"");
    varies("(ledger +entry \\d+|\"ledger_entry\":\"\\d+)/\\d+", "$1/SEQ");
    varies("\\d+ records? behind", "N records behind");
    varies("127\\.0\\.0\\.1:\\d+", "HOST:PORT");
    varies("(\"[a-z_]*_ms\"):\\d+", "$1:MS");
    varies("(?<!try |\\})\\b\\d+(\\.\\d+)?(ms|s|m)\\b", "AGE");
    varies("\\b\\d+ ms\\b", "N ms");
    varies("(?<=\\S)   *", "  ");
    varies("  $", "");
  }

  private final String command;
  private final Path file;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<Pattern, String> varies = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  public Transcript(String command) {
    this(command, "");
  }

  /** A further one, where a command is shown in more than one {@code story}. */
  public Transcript(String command, String story) {
    this.command = command;
    String suffix = story.isEmpty() ? "" : "@" + story;
    this.file = FOLDER.resolve(name(command) + suffix + ".txt");
  }

  /** What the files of a command's transcripts are called, but for the story and the end. */
  static String name(String command) {
    return command.replace(' ', '-');
  }

  private static void varies(String pattern, String word) {
    VARIES.put(Pattern.compile(pattern), word);
  }

  /** {@code value} is another one in each run, and printed as {@code word}. */
  public Transcript calling(Object value, String word) {
    names.put(value.toString(), word);
    return this;
  }

  /** What matches {@code pattern} is another one in each run, and printed as {@code word}. */
  public Transcript varying(String pattern, String word) {
    varies.put(Pattern.compile(pattern), word);
    return this;
  }

  /** Adds a call and what was said; {@code words} come after those of the command. */
  public Said add(Said said, String... words) {
    assertThat(Hostile.isDangerous(said.out())).as(said.out()).isFalse();
    assertThat(Hostile.isDangerous(said.err())).as(said.err()).isFalse();
    lines.add(
        told(
            "$ floodwall "
                + command
                + Arrays.stream(words)
                    .map(word -> " " + quoted(word))
                    .collect(Collectors.joining())));
    said.out().lines().map(this::told).forEach(lines::add);
    said.err()
        .lines()
        .takeWhile(line -> !line.startsWith("Usage: ")) // as wide as the terminal is
        .map(line -> "! " + told(line))
        .forEach(lines::add);
    lines.add("exit " + said.exit());
    lines.add("");
    return said;
  }

  /** Runs the command with {@code words} in this process, with no wall. */
  public Said by(String... words) {
    return add(Said.by(call(words)), words);
  }

  /** Runs the command with {@code words} on a wall. */
  Said on(RunningWall wall, String... words) {
    return add(wall.type(call(words)), words);
  }

  /** The golden file says the same. */
  public void isGolden() {
    String text = String.join("\n", lines);
    try {
      if (Boolean.getBoolean("floodwall.golden.update")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text)
          .as(file + "; -Dfloodwall.golden.update=true writes it anew")
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] call(String... words) {
    var all = new ArrayList<>(List.of(command.split(" ", -1)));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  private String told(String line) {
    String told = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      told = told.replace(name.getKey(), name.getValue());
    }
    for (Map<Pattern, String> patterns : List.of(varies, VARIES)) {
      for (Map.Entry<Pattern, String> one : patterns.entrySet()) {
        told = one.getKey().matcher(told).replaceAll(one.getValue());
      }
    }
    return told;
  }

  private static String quoted(String word) {
    String plain = PlainText.escaped(word);
    return plain.matches("[\\w@%+=:,./-]+") ? plain : "'" + plain + "'";
  }
}
