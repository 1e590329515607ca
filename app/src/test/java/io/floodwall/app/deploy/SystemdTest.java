package io.floodwall.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd units: watched, bounded, without privileges, and running what there is. */
class SystemdTest {
  private static final String MAIN = "io.floodwall.app.Floodwall ";

  private static Path unit(String app) {
    return Shipped.ROOT.resolve("deploy/systemd/floodwall-" + app + ".service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission", "gate", "ledger"})
  void aUnitIsWatchedBoundedAndUnprivileged(String app) throws IOException {
    assertThat(Files.readAllLines(unit(app)))
        .contains(
            "Type=notify",
            "NotifyAccess=all",
            "WatchdogSec=5",
            "Restart=on-failure",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "DynamicUser=yes",
            "CapabilityBoundingSet=",
            "StateDirectory=floodwall/" + app)
        .anyMatch(line -> line.startsWith("MemoryMax="))
        .anyMatch(line -> line.startsWith("CPUQuota="))
        .anyMatch(line -> line.startsWith("TasksMax="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission", "gate", "ledger"})
  void itsCommandIsOneThatFloodwallUnderstands(String app) throws IOException {
    List<String> words = words(app);
    assertThat(words).startsWith("run", app);
    CommandWords.assertUnderstood(words, Map.of());
  }

  @Test
  void theWitnessIsAsUnprivilegedAsTheLedgerAndKeepsWhatItRemembers() throws IOException {
    List<String> ledger = Files.readAllLines(unit("ledger"));
    List<String> rights = ledger.subList(ledger.indexOf("NoNewPrivileges=yes"), ledger.size());
    assertThat(Files.readAllLines(unit("witness")))
        .containsSubsequence(rights)
        .contains(
            "Type=exec",
            "Restart=on-failure",
            "DynamicUser=yes",
            "StateDirectory=floodwall/witness",
            "StateDirectoryMode=0700")
        .anyMatch(line -> line.startsWith("MemoryMax="))
        .anyMatch(line -> line.startsWith("CPUQuota="))
        .anyMatch(line -> line.startsWith("TasksMax="));
    List<String> words = words("witness");
    assertThat(words).startsWith("witness", "--key", "${STATE_DIRECTORY}/witness.key");
    CommandWords.assertUnderstood(words, Map.of());
  }

  private static List<String> words(String app) throws IOException {
    String start =
        Files.readAllLines(unit(app)).stream()
            .filter(line -> line.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow();
    return List.of(start.substring(start.indexOf(MAIN) + MAIN.length()).split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission", "gate", "ledger", "witness"})
  void systemdFindsNothingWrongWhereItIsInstalled(String app) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze here");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/java")), "no /usr/bin/java here");
    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit(app).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(verify.exitValue()).isZero();
  }
}
