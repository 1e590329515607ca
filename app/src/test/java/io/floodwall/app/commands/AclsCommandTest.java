package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics acls} prints; the golden files are what it prints for the default wall. */
class AclsCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static void isGolden(String file, String... command) throws IOException {
    Said said = Said.by(command);
    assertThat(said).returns(0, Said::exit).returns("", Said::err);
    if (Boolean.getBoolean("floodwall.golden.update")) {
      Files.writeString(GOLDEN.resolve(file), said.out());
    }
    assertThat(said.out()).isEqualTo(Files.readString(GOLDEN.resolve(file)));
  }

  @Test
  void textIsALineForEachGrantThatAShellRuns() throws IOException {
    isGolden("acls.txt", "topics", "acls", "--bootstrap", "127.0.0.1:9092");
  }

  @Test
  void jsonIsOneObjectALineWithTheSameCommand() throws IOException {
    isGolden("acls.jsonl", "topics", "acls", "-o", "json", "--bootstrap", "127.0.0.1:9092");
  }

  @Test
  void theConnectionAndThePrincipalsGoIntoTheLines(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("my admin"), "bootstrap.servers=kafka:1\n");
    Said said =
        Said.by(
            "topics",
            "acls",
            "--role",
            "agent",
            "--prefix",
            "w.",
            "--principal",
            "agent=User:a b",
            "--command-config",
            config.toString());
    assertThat(said.out().lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allMatch(
            line ->
                line.startsWith(
                    "kafka-acls --bootstrap-server kafka:1 --command-config '"
                        + config
                        + "' --add --allow-principal 'User:a b' "))
        .allMatch(line -> line.contains(" w."));
  }

  @Test
  void aRoleThatIsNoneAndAPrefixThatIsNoneAreWrongUse() {
    assertThat(Said.by("topics", "acls", "--role", "boss"))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("--role 'boss'");
    assertThat(Said.by("topics", "acls", "--prefix", "a b."))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("--prefix: topic prefix 'a b.'");
  }
}
