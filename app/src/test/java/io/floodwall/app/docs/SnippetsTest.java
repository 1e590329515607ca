package io.floodwall.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java in the quick starts and on the clients' page is that of the examples and of a test,
 * which are compiled and run. With {@code -Dfloodwall.docs.update=true} it is taken over from them.
 */
class SnippetsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<Path> SOURCES =
      List.of(
          ROOT.resolve("examples/src/main/java/io/floodwall/examples"),
          ROOT.resolve("client/src/test/java/io/floodwall/client/testing"));
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- snippet: (\\w+) (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  static Stream<String> pages() throws IOException {
    try (Stream<Path> all = Files.list(ROOT.resolve("docs"))) {
      return all
          .map(page -> page.getFileName().toString())
          .filter(name -> name.matches("(quickstart-agent|quickstart-deployer|clients)\\.md"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theJavaInAQuickStartIsThatOfTheExamples(String name) throws IOException {
    Path page = ROOT.resolve("docs").resolve(name);
    String text = Files.readString(page);
    var fresh = new StringBuilder();
    Matcher snippets = SNIPPET.matcher(text);
    while (snippets.find()) {
      String code = snippet(snippets.group(1), snippets.group(2));
      snippets.appendReplacement(
          fresh,
          Matcher.quoteReplacement(
              "<!-- snippet: %s %s -->\n```java\n%s```\n"
                  .formatted(snippets.group(1), snippets.group(2), code)));
    }
    snippets.appendTail(fresh);
    if (Boolean.getBoolean("floodwall.docs.update")) {
      Files.writeString(page, fresh);
    }
    assertThat(text.split("```java", -1))
        .as("Java outside a snippet")
        .hasSameSizeAs(text.split("<!-- snippet:", -1));
    assertThat(Files.readString(page)).isEqualTo(fresh.toString());
  }

  /** What stands between the markers, moved to the left edge. */
  private static String snippet(String type, String name) throws IOException {
    Path source =
        SOURCES.stream()
            .map(folder -> folder.resolve(type + ".java"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new AssertionError("there is no " + type));
    List<String> lines = Files.readAllLines(source);
    int start = lines.stream().map(String::strip).toList().indexOf("// snippet: " + name);
    assertThat(start).as(type + " has no snippet " + name).isNotNegative();
    List<String> code =
        lines.stream()
            .skip(start + 1L)
            .takeWhile(line -> !line.strip().equals("// end snippet"))
            .toList();
    String body = String.join("\n", code).stripTrailing();
    return body.stripIndent().strip() + "\n";
  }
}
