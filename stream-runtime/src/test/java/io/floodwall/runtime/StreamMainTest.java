package io.floodwall.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that do not get as far as a broker: exit code 2, and why, on standard error. */
final class StreamMainTest {
  @TempDir Path folder;
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(told, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
  }

  private String refused(String... args) {
    List<StreamApp> apps =
        List.of(new IdleApp("one", "floodwall.one"), new IdleApp("two", "floodwall.two"));
    assertThat(StreamMain.run("floodwall-test", apps, args)).isEqualTo(2);
    return told.toString(UTF_8);
  }

  @Test
  void missingBrokerAddress() {
    assertThat(refused())
        .isEqualToIgnoringNewLines(
            "floodwall: bootstrap.servers is missing: say where Kafka is, such as 127.0.0.1:9092");
  }

  @Test
  void keyThatNoApplicationKnows() {
    assertThat(refused("--bootstrap", "none:1", "--set", "floodwall.three=1"))
        .contains("unknown configuration [floodwall.three]");
  }

  @Test
  void valueOfAnotherApplicationsKeyIsCheckedByThatOne() {
    assertThat(refused("--set", "floodwall.state.dir=" + folder, "--set", "floodwall.two=x"))
        .contains("bootstrap.servers is missing");
  }

  @Test
  void fileThatIsNotThere() {
    Path missing = folder.resolve("missing.properties");
    assertThat(refused("--config", missing.toString())).contains("cannot read --config " + missing);
  }

  @Test
  void commandLineGoesBeforeBothFilesAndOursBeforeTheClients() throws IOException {
    Path ours = Files.writeString(folder.resolve("ours"), "floodwall.threads=0\n");
    Path clients =
        Files.writeString(
            folder.resolve("clients"), "bootstrap.servers=none:1\nfloodwall.threads=9\n");
    assertThat(refused("--command-config", clients.toString(), "--config", ours.toString()))
        .contains("Invalid value 0 for configuration floodwall.threads");
    told.reset();
    assertThat(
            refused(
                "--command-config", clients.toString(),
                "--config", ours.toString(),
                "--set", "floodwall.threads=-7"))
        .contains("Invalid value -7 for configuration floodwall.threads");
  }

  @Test
  void unknownOption() {
    assertThat(refused("--bogus")).contains("Unknown option: '--bogus'");
  }
}
