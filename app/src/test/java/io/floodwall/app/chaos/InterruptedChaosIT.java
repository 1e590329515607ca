package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.Floodwall;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is ended in its middle leaves no process behind, however it is ended. */
class InterruptedChaosIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void everyProcessOfTheWallEndsWithTheOneThatStartedIt(String signal) throws Exception {
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
      Consumer<Process> end = signal.equals("KILL") ? Process::destroyForcibly : Process::destroy;
      end.accept(chaos);
      await("the driver has ended", () -> !chaos.isAlive());
      await("no child is left", () -> children.stream().noneMatch(ProcessHandle::isAlive));
      if (signal.equals("TERM")) {
        assertThat(temporary).isEmptyDirectory();
      }
    } finally {
      chaos.descendants().forEach(ProcessHandle::destroyForcibly);
      chaos.destroyForcibly();
    }
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> isSo) {
    Awaitility.await(what).atMost(Duration.ofSeconds(90)).until(isSo);
  }
}
