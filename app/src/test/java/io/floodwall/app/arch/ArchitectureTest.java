package io.floodwall.app.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * DESIGN section 3 and the bans of the style guide, held over all modules; and each rule shown to
 * fail on code that breaks it.
 */
class ArchitectureTest {
  private static final String ROOT = "io.floodwall";
  private static final String BROKEN = "io.floodwall.app.arch.broken";
  private static final int LINES_MAX = 300;

  @BeforeAll
  static void lookAtOurOwnClassesAlone() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  @TestFactory
  Stream<DynamicTest> holds() {
    JavaClasses main =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/arch/broken/"))
            .importPackages(ROOT);
    for (String module :
        List.of(
            "core", "tlog", "schemas", "runtime", "admission", "gate", "ledger", "client", "app")) {
      assertThat(main)
          .as(module)
          .anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + module));
    }
    return Rules.under(ROOT).entrySet().stream()
        .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(main)));
  }

  @TestFactory
  Stream<DynamicTest> failsOnCodeThatBreaksIt() {
    JavaClasses broken = new ClassFileImporter().importPackages(BROKEN);
    return Rules.under(BROKEN).entrySet().stream()
        .map(
            rule ->
                dynamicTest(
                    rule.getKey(),
                    () -> assertThat(rule.getValue().evaluate(broken).hasViolation()).isTrue()));
  }

  @Test
  void noMainClassIsLongerThan300Lines() throws IOException {
    List<Path> sources = sources(repository());
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(tooLong(sources)).isEmpty();
  }

  @Test
  void aClassOf301LinesIsFound(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("core/src/main/java/Long.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "//\n".repeat(LINES_MAX));
    assertThat(tooLong(sources(folder))).isEmpty();
    Files.writeString(source, "//\n".repeat(LINES_MAX + 1));
    assertThat(tooLong(sources(folder))).containsExactly(source + " has 301 lines");
  }

  private static List<String> tooLong(List<Path> sources) throws IOException {
    var tooLong = new ArrayList<String>();
    for (Path source : sources) {
      long lines;
      try (Stream<String> all = Files.lines(source)) {
        lines = all.count();
      }
      if (lines > LINES_MAX) {
        tooLong.add(source + " has " + lines + " lines");
      }
    }
    return tooLong;
  }

  /** The main sources of every module. */
  private static List<Path> sources(Path repository) throws IOException {
    var sources = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(repository)) {
      for (Path main :
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .toList()) {
        try (Stream<Path> files = Files.walk(main)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("core/src/main/java"))) {
      folder = folder.getParent();
      assertThat(folder).as("the checkout this test runs in").isNotNull();
    }
    return folder;
  }
}
