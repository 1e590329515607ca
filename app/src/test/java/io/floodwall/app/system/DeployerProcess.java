package io.floodwall.app.system;

import io.floodwall.app.Floodwall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code floodwall deploy} in a process of its own, which can be killed without a word and started
 * again as the same deployer.
 */
final class DeployerProcess implements AutoCloseable {
  private final Path folder;
  private final List<String> words;
  private Process process;

  DeployerProcess(Path folder, List<String> words) throws IOException {
    this.folder = folder;
    this.words = List.copyOf(words);
    start();
  }

  void start() throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Floodwall.class.getName());
    command.addAll(words);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("deployer.log").toFile()))
            .start();
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM, and waits. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the deployer did not stop on SIGTERM");
    }
  }

  @Override
  public void close() {
    kill();
  }
}
