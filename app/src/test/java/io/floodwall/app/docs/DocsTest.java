package io.floodwall.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents say what the code says, and every link in them leads somewhere. */
class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void theConfigurationPageIsWhatTheDefinitionsSay() throws IOException {
    assertGenerated("docs/configuration.md", ConfigurationDoc.render());
  }

  @Test
  void theAsyncApiDocumentIsWhatTopicsSchemasAndRightsSay() throws IOException {
    assertGenerated("docs/asyncapi.yaml", AsyncApiDoc.render());
  }

  private static void assertGenerated(String file, String rendered) throws IOException {
    Path page = ROOT.resolve(file);
    if (Boolean.getBoolean("floodwall.docs.update")) {
      Files.writeString(page, rendered);
    }
    assertThat(Files.readString(page))
        .as(file + " is stale: mvn -pl app -am test -Dtest=DocsTest -Dfloodwall.docs.update=true")
        .isEqualTo(rendered);
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonHasItsLineWithMeaningAndNextStep(Reason reason) throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/reasons.md")).lines())
        .anyMatch(
            line ->
                line.startsWith("| `" + reason + "` |")
                    && line.contains(reason.meaning())
                    && line.contains(reason.next()));
  }

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    var broken = new ArrayList<String>();
    for (Path page : pages()) {
      var links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        Path target = page.resolveSibling(links.group(1)).normalize();
        if (!Files.exists(target)) {
          broken.add(page + " -> " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    try (var docs = Files.walk(ROOT.resolve("docs"));
        var top = Files.list(ROOT)) {
      docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
      top.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
    }
    assertThat(pages).hasSizeGreaterThan(5);
    return pages;
  }
}
