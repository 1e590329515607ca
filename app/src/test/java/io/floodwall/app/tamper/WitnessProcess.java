package io.floodwall.app.tamper;

import io.floodwall.app.commands.CommandProcess;
import io.floodwall.app.commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** {@code floodwall witness} in a process of its own, with its own key and memory. */
final class WitnessProcess implements AutoCloseable {
  private static final String NAME = "witness.example/w1";

  private final CommandProcess process;
  private final Path state;
  private final String option;

  private WitnessProcess(CommandProcess process, Path state, String option) {
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
    CommandProcess process =
        CommandProcess.start(
            folder,
            witness -> witness.out().contains("\n"),
            "witness",
            "--key",
            key.toString(),
            "--state",
            state.toString(),
            "--log",
            vkey,
            "--port",
            "0");
    return new WitnessProcess(process, state, process.out().lines().findFirst().orElseThrow());
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
    process.close();
  }
}
