package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlFileTest {
  private static final int BYTES_MAX = 1024 * 1024;

  @TempDir private Path folder;

  private static CommandException refused(Path file) {
    CommandException refusal =
        catchThrowableOfType(CommandException.class, () -> YamlFile.read(file));
    assertThat(refusal).as("it was read").isNotNull();
    return refusal;
  }

  private static CommandException notYaml(String text) {
    CommandException refusal =
        catchThrowableOfType(CommandException.class, () -> YamlFile.parse("a.yaml", text));
    assertThat(refusal).as("it was read").isNotNull();
    assertThat(refusal)
        .hasMessageStartingWith("a.yaml: not valid YAML: ")
        .returns(ExitCode.ERROR, CommandException::exitCode);
    assertThat(refusal.getMessage()).doesNotContain("\n");
    return refusal;
  }

  @Test
  void yamlAndJsonAreReadAlike() throws JsonProcessingException {
    String json = "{\"a\":[1,true,null,\"x\"],\"b\":{\"c\":\"\"}}";
    assertThat(YamlFile.parse("a.yaml", "a: [1, true, null, x]\nb:\n  c: ''"))
        .isEqualTo(Json.parse(json));
    assertThat(YamlFile.parse("a.json", json)).isEqualTo(Json.parse(json));
  }

  @Test
  void jsonIndentedWithTabsIsRead() throws JsonProcessingException {
    String json = "{\n\t\"agent\":\t\"a\",\n\t\"list\": [\n\t\t1,\n\t\t2\n\t]\n}\n";
    assertThat(YamlFile.parse("a.json", json)).isEqualTo(Json.parse(json));
  }

  @Test
  void jsonsEscapesAreRead() throws JsonProcessingException {
    String json = "{\"a\":\"\\u00e9 \\ud83d\\ude00 \\\\ \\/ \\\" \\n\\t\"}";
    assertThat(YamlFile.parse("a.json", json)).isEqualTo(Json.parse(json));
  }

  @Test
  void wordsThatYaml11TookForBooleansAreText() throws JsonProcessingException {
    assertThat(YamlFile.parse("a.yaml", "[yes, no, on, off, 012, 1_000, 2026-12-24]"))
        .isEqualTo(Json.parse("[\"yes\",\"no\",\"on\",\"off\",\"012\",\"1_000\",\"2026-12-24\"]"));
  }

  @Test
  void anEmptyFileIsAnEmptyMapping() {
    assertThat(YamlFile.parse("a.yaml", "")).isEqualTo(Json.object());
    assertThat(YamlFile.parse("a.yaml", "# nothing\n")).isEqualTo(Json.object());
  }

  @Test
  void aFewAliasesAreAllowed() throws JsonProcessingException {
    assertThat(YamlFile.parse("a.yaml", "a: &a [web]\nb: [*a, *a, *a, *a, *a]"))
        .isEqualTo(Json.parse("{\"a\":[\"web\"],\"b\":[" + "[\"web\"],".repeat(4) + "[\"web\"]]}"));
  }

  static Stream<Arguments> badTexts() {
    return Stream.of(
        arguments("a: 1\na: 2", "duplicate key a"),
        arguments("{\"a\":1,\"a\":2}", "duplicate key a"),
        arguments("a: [", "line 1, column 5"),
        arguments("a: b: c", "line 1, column 5"),
        arguments("a: 1\n---\nb: 2", "expected a single document"),
        arguments("a: *nobody", "undefined alias nobody"),
        arguments("!!java.net.URL [\"http://127.0.0.1\"]", "could not determine a constructor"),
        arguments("a: \u0001", "special characters are not allowed"),
        arguments("[".repeat(100_000), "nested too deeply"),
        arguments("a: &a [*a]", ""));
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void whatIsNotYamlIsRefusedInOneLine(String text, String problem) {
    assertThat(notYaml(text)).hasMessageContaining(problem);
  }

  @Nested
  class Bombs {
    @Test
    void aliasesOfAliasesAreRefused() {
      var bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
      for (int i = 1; i < 10; i++) {
        bomb.append("a").append(i).append(": &a").append(i).append(" [");
        bomb.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
      }
      assertThat(notYaml(bomb.toString())).hasMessageContaining("aliases");
    }

    @Test
    void aLongListCannotBeMultipliedByTheAliasesThatAreAllowed() {
      var bomb = new StringBuilder("a0: &a0 [").append("x,".repeat(450_000)).append("x]\n");
      for (int i = 1; i < 7; i++) {
        bomb.append("a").append(i).append(": &a").append(i).append(" [");
        bomb.append(("*a" + (i - 1) + ",").repeat(3)).append("]\n");
      }
      assertThat(bomb.length()).isLessThan(BYTES_MAX);
      assertThat(notYaml(bomb.toString())).hasMessageContaining("aliases");
    }
  }

  @Nested
  class OnDisk {
    @Test
    void aMissingFileIsNamed() {
      Path file = folder.resolve("missing.yaml");
      assertThat(refused(file))
          .hasMessageContaining("cannot read " + file)
          .hasMessageContaining("NoSuchFile");
    }

    @Test
    void aFolderIsNoFile() {
      assertThat(refused(folder)).hasMessageContaining("cannot read " + folder);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
      Path file =
          Files.write(
              folder.resolve("latin1.yaml"), "a: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(refused(file)).hasMessageContaining("latin1.yaml: is not UTF-8");
    }

    @Test
    void aFileAtTheLimitIsReadAndOneByteMoreIsNot() throws IOException {
      String text = "a: b\n#";
      Path file = folder.resolve("large.yaml");
      Files.writeString(file, text + "x".repeat(BYTES_MAX - text.length()));
      assertThat(YamlFile.read(file).get("a").textValue()).isEqualTo("b");
      Files.writeString(file, text + "x".repeat(BYTES_MAX - text.length() + 1));
      assertThat(refused(file)).hasMessageContaining("larger than " + BYTES_MAX + " bytes");
    }
  }
}
