package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code submit} will not send: all of it is read and checked before a broker is asked for.
 */
class SubmitInputTest {
  private static final String GOOD =
      "{\"agent\":\"a\",\"id\":\"1\",\"action\":\"destroy\",\"resource\":\"web\"}\n";
  private static final String[] SUBMIT = {"submit", "--bootstrap", "127.0.0.1:1", "--timeout", "1"};

  @TempDir private Path folder;

  static Stream<Arguments> badLines() {
    return Stream.of(
        arguments("nonsense", "not JSON: "),
        arguments("{\"agent\":\"a\",\"agent\":\"b\"}", "Duplicate field 'agent'"),
        arguments("{\"agent\":\"a\"} {}", "not JSON: "),
        arguments("{\"agent\":NaN}", "not JSON: "),
        arguments("[]", "must be an object"),
        arguments("{\"a\":" + "[".repeat(100_000), "not JSON: "),
        arguments("\ufeff" + GOOD.strip(), "not JSON: "),
        arguments(GOOD.replace("}", ",\"approved\":true}").strip(), "unknown field 'approved'"),
        arguments(
            "{\"\u202e\u0085\":1,\"action\":\"destroy\",\"resource\":\"web\"}",
            "unknown field '\\u{202e}\\u{85}'"),
        arguments(GOOD.replace("destroy", "\\u001b[2J").strip(), "is '\\u{1b}[2J'"),
        arguments("x".repeat(IntentLines.LINE_BYTES_MAX + 1), "too long for an intent"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void aBadLineIsNamedByItsNumberAndNothingIsSent(String line, String problem) {
    Said said = Said.reading(GOOD + "\n" + line + "\n" + GOOD, SUBMIT);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("floodwall submit: line 3: ")
        .contains(problem)
        .hasLineCount(1);
    assertThat(said.err().codePoints()).noneMatch(c -> c == 0x1b || c == 0x202e || c == 0x85);
  }

  @Test
  void bytesThatAreNotUtf8AreNamedByTheirLine() {
    byte[] input = (GOOD + "{\"agent\":\"caf\u00e9\"}\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Said.reading(input, SUBMIT))
        .returns(2, Said::exit)
        .returns("floodwall submit: line 2: not UTF-8" + System.lineSeparator(), Said::err);
  }

  @Test
  void aLineWithoutEndIsRefusedLongBeforeItFillsTheHeap() throws IOException {
    var endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            given++;
            return 'x';
          }

          @Override
          public int read(byte[] into, int at, int length) {
            java.util.Arrays.fill(into, at, at + length, (byte) 'x');
            given += length;
            return length;
          }
        };
    var lines = new IntentLines(endless);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(lines::next))
        .hasMessageContaining("line 1: longer than");
    assertThat(endless.given).isLessThan(2L * IntentLines.LINE_BYTES_MAX);
  }

  @Test
  void noInputAtAllIsAWrongUse() {
    assertThat(Said.reading("\n \n", SUBMIT))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("nothing to send");
  }

  @Test
  void theLastLineNeedsNoEndAndLinesMayEndInCrLf() {
    Said said = Said.reading(GOOD.replace("\n", "\r\n") + GOOD.strip(), SUBMIT);
    assertThat(said.err()).as("it got as far as the broker").contains("KAFKA_UNREACHABLE");
  }

  @Test
  void aFileIsCheckedLikeALine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("intent.yaml"), "agent: a\naction: destroy\nresource: web\n");
    assertThat(Said.by("submit", "-f", file.toString()))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("intent.yaml: id: is missing");
    Files.writeString(file, "agent: a\nid: 1\nid: 2\n");
    assertThat(Said.by("submit", "-f", file.toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("duplicate key id");
    assertThat(Said.by("submit", "-f", folder.resolve("none").toString())).returns(1, Said::exit);
  }
}
