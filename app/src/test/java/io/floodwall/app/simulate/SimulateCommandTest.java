package io.floodwall.app.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SimulateCommandTest {
  private static final String CONFIG =
      "{\"op\":\"config\",\"capacity\":9,\"burst\":9,\"refill\":1,\"policies\":[]}\n";
  private static final String CONFIGURED = "{\"op\":\"config\"}\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Nested
  class Input {
    @Test
    void noInputIsNoAnswerAndNoError() {
      assertThat(simulate("")).isZero();
      assertThat(answered()).isEmpty();
      assertThat(said()).isEmpty();
    }

    @Test
    void blankLinesAndNotesAreSkippedAndLineEndsMayBeCrLf() {
      assertThat(simulate("\r\n  \t\n# {\"op\":\n" + CONFIG.replace("\n", "\r\n") + "\n#end"))
          .isZero();
      assertThat(answered()).isEqualTo(CONFIGURED);
    }

    @Test
    void theLastLineNeedsNoLineEnd() {
      assertThat(simulate(CONFIG + "{\"op\":\"tick\"}")).isZero();
      assertThat(answered()).isEqualTo(CONFIGURED + "{\"op\":\"tick\",\"none\":true}\n");
    }

    @Test
    void aReaderThatWaitsGetsItsAnswersAtOnce() {
      var seenAtTheEnd = new StringBuilder();
      simulate(new Ending(CONFIG, () -> seenAtTheEnd.append(answered())));
      assertThat(seenAtTheEnd).hasToString(CONFIGURED);
    }
  }

  @Nested
  class BadLines {
    @Test
    void whatWasAnsweredBeforeABadLineStands() {
      assertThat(simulate(CONFIG + "\n# note\n{\"op\":\"tick\"}\nnonsense\n{\"op\":\"tick\"}\n"))
          .isEqualTo(2);
      assertThat(answered()).isEqualTo(CONFIGURED + "{\"op\":\"tick\",\"none\":true}\n");
      assertThat(said()).startsWith("floodwall simulate: line 5: the line is not JSON");
      assertThat(said().lines()).hasSize(1);
    }

    static Stream<Arguments> badLines() {
      return Stream.of(
          arguments("[]", "the line is not a JSON object; give one JSON object a line"),
          arguments("null", "the line is not a JSON object"),
          arguments("{\"op\":\"tick\"", "the line is not JSON: "),
          arguments("{'op':'tick'}", "the line is not JSON: "),
          arguments("{\"op\":\"tick\",}", "the line is not JSON: "),
          arguments("{\"op\":\"tick\"} {}", "something follows the JSON object"),
          arguments("{\"op\":\"tick\"}]", "the line is not JSON: "),
          arguments("{\"op\":\"tick\",\"op\":\"tick\"}", "Duplicate field 'op'"),
          arguments(" # {\"op\":\"tick\"}", "the line is not JSON: "),
          arguments("{\"op\":NaN}", "the line is not JSON: "),
          arguments("{\"a\":" + "[".repeat(100_000), "the line is not JSON: "),
          arguments("{\"op\":" + "9".repeat(100_000) + "}", "the line is not JSON: "),
          arguments("\uFEFF" + CONFIG, "byte order mark; save the input as UTF-8 without one"),
          arguments("{\"op\":\"\\ud800\"}", "half of a surrogate pair; write whole characters"),
          arguments("{}", "field 'op' is missing; give one of config, submit, tick, drain, state"),
          arguments("{\"op\":\"Tick\"}", "field 'op' is the text 'Tick'; give one of config,"),
          arguments("{\"op\":7}", "field 'op' is 7; give one of config,"),
          arguments("{\"op\":null}", "field 'op' is null; give one of config,"),
          arguments("{\"op\":\"tick\",\"now\":1}", "unknown field 'now'; leave it out: only 'op'"),
          arguments(
              "{\"op\":\"submit\",\"approved\":true}",
              "unknown field 'approved'; leave it out, or give one of id, agent,"),
          arguments("{\"op\":\"tick\",\"\\u001b[2J\":1}", "unknown field '\\u{1b}[2J'; "));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void areNamedByWhatIsWrong(String line, String message) {
      assertThat(simulate(CONFIG + line)).isEqualTo(2);
      assertThat(answered()).isEqualTo(CONFIGURED);
      assertThat(said()).startsWith("floodwall simulate: line 2: ").contains(message, "; ");
      assertThat(said().lines()).hasSize(1);
    }

    static Stream<String> opsThatNeedAWall() {
      return Stream.of(
          "{\"op\":\"tick\"}",
          "{\"op\":\"drain\"}",
          "{\"op\":\"state\"}",
          "{\"op\":\"submit\",\"id\":1,\"agent\":\"a\",\"action\":\"destroy\",\"resource\":\"r\","
              + "\"priority\":\"bulk\",\"blast\":\"cell\",\"now\":0}");
    }

    @ParameterizedTest
    @MethodSource("opsThatNeedAWall")
    void comeBeforeAnyConfig(String line) {
      assertThat(simulate(line)).isEqualTo(2);
      assertThat(said())
          .isEqualTo(
              "floodwall simulate: line 1: there is no wall yet; give a config line first\n");
    }

    @Test
    void areNotUtf8() {
      byte[] bytes = (CONFIG + "# caf\u00E9\n").getBytes(ISO_8859_1);
      assertThat(simulate(new ByteArrayInputStream(bytes))).isEqualTo(2);
      assertThat(answered()).isEqualTo(CONFIGURED);
      assertThat(said())
          .isEqualTo(
              "floodwall simulate: line 2: the line is not UTF-8; save the input as UTF-8\n");
    }

    @Test
    void areOverlongUtf8() {
      byte[] bytes = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
      assertThat(simulate(new ByteArrayInputStream(bytes))).isEqualTo(2);
      assertThat(said()).contains("line 1: the line is not UTF-8");
    }

    @Test
    void areLongerThanTheLimit() {
      assertThat(simulate("#\n" + " ".repeat(Lines.LINE_BYTES_MAX))).isZero();
      assertThat(simulate("#\n" + " ".repeat(Lines.LINE_BYTES_MAX + 1))).isEqualTo(2);
      assertThat(said())
          .contains("line 2: the line is longer than 16777216 bytes; give one JSON object a line");
    }
  }

  @Nested
  class Streams {
    @Test
    void aClosedOutputStopsTheRun() {
      var closed =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      var command =
          new SimulateCommand(
              new ByteArrayInputStream(CONFIG.getBytes(UTF_8)),
              new PrintStream(closed, false, UTF_8),
              new PrintStream(err, true, UTF_8));
      assertThat(command.call()).isEqualTo(1);
      assertThat(said()).contains("standard output is closed");
    }

    @Test
    void anInputThatFailsKeepsWhatWasAnswered() {
      var failing =
          new Ending(
              CONFIG,
              () -> {
                throw new IOException("the disk is gone");
              });
      assertThat(simulate(failing)).isEqualTo(1);
      assertThat(answered()).isEqualTo(CONFIGURED);
      assertThat(said()).isEqualTo("floodwall simulate: after line 1: the disk is gone\n");
    }
  }

  @Nested
  class Help {
    @Test
    void itsExampleRuns() {
      String help = new CommandLine(new SimulateCommand()).getUsageMessage();
      String example = help.replaceAll("(?s).*<<'END'\n(.*?)\n *END\n.*", "$1");
      assertThat(simulate(example.lines().map(String::strip).reduce("", (a, b) -> a + b + "\n")))
          .isZero();
      assertThat(answered()).contains("\"outcome\":\"queued\"", "\"verdict\":\"admit\"");
    }

    @Test
    void itFitsAndNamesEveryOpAndPolicy() {
      String help = new CommandLine(new SimulateCommand()).getUsageMessage();
      assertThat(help)
          .contains("config", "submit", "tick", "drain", "state")
          .contains("no-global-destroy", "blast-needs-priority", "resource-allowlist")
          .contains("freeze-window, freeze-window-off");
    }
  }

  /** An input that does something where it ends. */
  private static final class Ending extends FilterInputStream {
    private final AtEnd atEnd;

    Ending(String input, AtEnd atEnd) {
      super(new ByteArrayInputStream(input.getBytes(UTF_8)));
      this.atEnd = atEnd;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      int read = super.read(to, at, length);
      if (read < 0) {
        atEnd.run();
      }
      return read;
    }
  }

  private interface AtEnd {
    void run() throws IOException;
  }

  private int simulate(String input) {
    return simulate(new ByteArrayInputStream(input.getBytes(UTF_8)));
  }

  private int simulate(InputStream input) {
    return new SimulateCommand(
            input, new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8))
        .call();
  }

  private String answered() {
    return out.toString(UTF_8);
  }

  private String said() {
    return err.toString(UTF_8);
  }
}
