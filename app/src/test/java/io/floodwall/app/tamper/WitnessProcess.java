package io.floodwall.app.tamper;

import io.floodwall.app.Floodwall;
import io.floodwall.app.commands.Said;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code floodwall witness} in a process of its own, with its own key and memory. */
final class WitnessProcess implements AutoCloseable {
  private static final String NAME = "witness.example/w1";

  private final Process process;
  private final Path state;
  private final String option;

  private WitnessProcess(Process process, Path state, String option) {
    this.process = process;
    this.state = state;
    this.option = option;
  }

  /** Starts one that watches the log with this key, and waits until it says where it listens. */
  static WitnessProcess start(Path folder, String vkey) throws IOException {
    Path key = folder.resolve("witness.key");
    Path state = folder.resolve("witness-state");
    Said made = Said.by("keys", "new", NAME, "--out", key.toString());
    if (made.exit() != 0) {
      throw new IllegalStateException(made.err());
    }
    var command =
        List.of(
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Floodwall.class.getName(),
            "witness",
            "--key",
            key.toString(),
            "--state",
            state.toString(),
            "--log",
            vkey,
            "--port",
            "0");
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("witness.err").toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      process.destroy();
      throw new IllegalStateException(Files.readString(folder.resolve("witness.err")));
    }
    return new WitnessProcess(process, state, line);
  }

  /** Where it is and its key, as {@code --witness} takes them. */
  String option() {
    return option;
  }

  /** A policy that trusts the log's {@code vkey} and asks for this witness. */
  String policy(String vkey) {
    String own = option.substring(option.indexOf('=') + 1);
    return "log " + vkey + "\nwitness one " + own + "\nquorum one\n";
  }

  /** How many files of evidence it keeps. */
  long evidence() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("evidence"))) {
      return files.count();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
