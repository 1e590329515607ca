package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.Floodwall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A command that runs until it is closed, and what it has printed so far. */
final class Watching implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StringWriter out = new StringWriter();
  private final AtomicInteger exit = new AtomicInteger(-1);
  private final Thread thread;

  Watching(RunningWall wall, String... words) {
    String[] all =
        Stream.concat(
                Arrays.stream(words), Stream.of("--bootstrap", wall.local().bootstrapServers()))
            .toArray(String[]::new);
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    thread = new Thread(() -> exit.set(command.execute(all)), "watching");
    thread.start();
  }

  /** Waits until this has been printed. */
  void awaitLine(String part) {
    Awaitility.await(part).atMost(PATIENCE).until(() -> printed().contains(part));
  }

  String printed() {
    return out.toString();
  }

  @Override
  public void close() {
    thread.interrupt();
    Awaitility.await("an end").atMost(PATIENCE).until(() -> !thread.isAlive());
    assertThat(exit).hasValue(0);
  }
}
