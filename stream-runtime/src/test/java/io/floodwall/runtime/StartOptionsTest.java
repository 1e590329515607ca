package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The short reading of a command line against the full one. */
final class StartOptionsTest {
  private static final List<String> WORDS =
      List.of(
          "--bootstrap",
          "--command-config",
          "--config",
          "--set",
          "a=b",
          "a=b=c",
          "=b",
          "a=",
          "a",
          "127.0.0.1:9092,localhost:1",
          "--help",
          "-h",
          "--bootstrap=a:1",
          "--set=a=b",
          "-x=1",
          "@file",
          "'q'",
          "\"q\"=\"r\"",
          "",
          " ",
          "--",
          "a=b|c=d");

  @Test
  void whatSupervisorsWriteIsRead() {
    assertThat(
            StartOptions.plain(
                "--bootstrap", "kafka-1.example:9092",
                "--set", "floodwall.state.dir=/var/lib/floodwall",
                "--command-config", "/etc/client.properties",
                "--set", "sasl.jaas.config=",
                "--set", "floodwall.state.dir=/srv"))
        .contains(
            new StartOptions(
                "kafka-1.example:9092",
                Path.of("/etc/client.properties"),
                null,
                Map.of("floodwall.state.dir", "/srv", "sasl.jaas.config", "")));
    assertThat(StartOptions.plain()).contains(new StartOptions(null, null, null, Map.of()));
  }

  @Test
  void whatIsWrongOrUnusualIsLeftToTheFullReading() {
    assertThat(StartOptions.plain("--bootstrap")).isEmpty();
    assertThat(StartOptions.plain("--help")).isEmpty();
    assertThat(StartOptions.plain("--bootstrap", "--config")).isEmpty();
    assertThat(StartOptions.plain("--bootstrap", "a:1", "--bootstrap", "b:1")).isEmpty();
    assertThat(StartOptions.plain("--config", "@more")).isEmpty();
    assertThat(StartOptions.plain("--set", "a='b c'")).isEmpty();
  }

  @Test
  void whereTheShortReadingAnswersTheFullOneAnswersTheSame() {
    int answered = 0;
    for (List<String> words : sequences()) {
      String[] line = words.toArray(String[]::new);
      Optional<StartOptions> plain = StartOptions.plain(line);
      if (plain.isPresent()) {
        answered++;
        assertThat(full(line)).as(words.toString()).isEqualTo(plain);
      }
    }
    assertThat(answered).isGreaterThan(100);
  }

  /** Every sequence of two words, and every pair of the pairs that begin with an option. */
  private static List<List<String>> sequences() {
    var pairs = new ArrayList<List<String>>();
    for (String first : WORDS) {
      for (String second : WORDS) {
        pairs.add(List.of(first, second));
      }
    }
    var all = new ArrayList<>(pairs);
    List<List<String>> options = pairs.subList(0, 4 * WORDS.size());
    for (List<String> one : options) {
      for (List<String> other : options) {
        all.add(List.of(one.get(0), one.get(1), other.get(0), other.get(1)));
      }
    }
    return all;
  }

  private static Optional<StartOptions> full(String... words) {
    CommandLine line =
        StreamCommand.line("test", List.of(), new PrintWriter(new StringWriter(), true));
    try {
      line.parseArgs(words);
    } catch (ParameterException e) {
      return Optional.empty();
    }
    StreamCommand command = line.getCommand();
    return Optional.of(command.options());
  }
}
