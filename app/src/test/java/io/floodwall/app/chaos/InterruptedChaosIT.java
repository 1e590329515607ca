package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.floodwall.app.Floodwall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is ended in its middle leaves no process behind, however it is ended. */
class InterruptedChaosIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL", "INT"})
  void everyProcessOfTheWallEndsWithTheOneThatStartedIt(String signal) throws Exception {
    assumeTrue(
        !signal.equals("INT") || !isInterruptIgnored(),
        "this process ignores SIGINT, as behind nohup, and what it starts inherits that");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path said = folder.resolve("said.txt");
    Process chaos =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Floodwall.class.getName(),
                "chaos",
                "--quick")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      await("the flood has begun", () -> Files.readString(said).contains("the flood has begun"));
      List<ProcessHandle> children = chaos.descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(3); // one may just be dead
      switch (signal) {
        case "KILL" -> chaos.destroyForcibly();
        case "TERM" -> chaos.destroy();
        default -> interrupt(chaos, children);
      }
      await("the driver has ended", () -> !chaos.isAlive());
      await("no child is left", () -> of(temporary).isEmpty());
      if (!signal.equals("KILL")) {
        assertThat(temporary).isEmptyDirectory();
      }
    } finally {
      chaos.descendants().forEach(ProcessHandle::destroyForcibly);
      chaos.destroyForcibly();
    }
  }

  /**
   * Ctrl-C, which goes to all; those that die first are started again by a driver that is told
   * last.
   */
  private static void interrupt(Process chaos, List<ProcessHandle> children) throws Exception {
    children.forEach(ProcessHandle::destroy);
    var kill = new ProcessBuilder("kill", "-INT", Long.toString(chaos.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Linux tells which signals a process ignores, a bit each; SIGINT is the second. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
            .anyMatch(ignored -> (ignored & 0b10) != 0);
  }

  /** The processes that were started with a folder below this one, whoever started them. */
  private static List<ProcessHandle> of(Path temporary) {
    return ProcessHandle.allProcesses()
        .filter(
            one -> one.info().commandLine().orElse("").contains(temporary + "/floodwall-chaos-"))
        .toList();
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> isSo) {
    Awaitility.await(what).atMost(Duration.ofSeconds(90)).until(isSo);
  }
}
