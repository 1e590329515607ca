package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, as the wall's are. */
@Timeout(60)
class SteppedClockTest {
  @TempDir private Path folder;

  @Test
  void kafkasClockIsPutOnAndBackWhileTheProcessRunsAndTheMachinesIsNot() throws Exception {
    by(
        (clock, hours) -> {
          assertThat(hours.readLine()).isEqualTo("0");
          clock.put(Duration.ofHours(1));
          assertThat(hours.readLine()).isEqualTo("1");
          clock.put(Duration.ofHours(-1));
          assertThat(hours.readLine()).isEqualTo("-1");
          clock.put(Duration.ZERO);
          assertThat(hours.readLine()).isEqualTo("0");
        });
  }

  @Test
  void aFileThatCannotBeReadForAMomentDoesNotStopTheClock() throws Exception {
    by(
        (clock, hours) -> {
          assertThat(hours.readLine()).isEqualTo("0");
          Path pipe = folder.resolve("pipe");
          assertThat(new ProcessBuilder("mkfifo", pipe + "").start().waitFor()).isZero();
          Files.move(pipe, clock.file(), StandardCopyOption.ATOMIC_MOVE);
          try (OutputStream there = Files.newOutputStream(clock.file())) { // once it is being read
            clock.put(Duration.ofHours(1));
            there.write(0xff); // no text
          }
          assertThat(hours.readLine()).isEqualTo("1");
        });
  }

  /** What is tried with a clock while a process that says what it reads runs by it. */
  interface Trial {
    void with(SteppedClock clock, BufferedReader hours) throws Exception;
  }

  private void by(Trial trial) throws Exception {
    var clock = new SteppedClock(SteppedClock.compile(folder), folder.resolve("ledger-0"));
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(clock.options());
    command.addAll(List.of("-cp", clock.before(System.getProperty("java.class.path"))));
    command.add(Beside.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader hours = process.inputReader(StandardCharsets.UTF_8)) {
      trial.with(clock, hours);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Says by how many hours Kafka's clock is beside the machine's, whenever that has changed. */
  static final class Beside {
    private Beside() {}

    public static void main(String... args) {
      long told = Long.MIN_VALUE;
      while (!Thread.currentThread().isInterrupted()) {
        double hours = (Time.SYSTEM.milliseconds() - System.currentTimeMillis()) / 3_600_000.0;
        if (Math.round(hours) != told) {
          told = Math.round(hours);
          System.out.println(told);
        }
        Time.SYSTEM.sleep(1);
      }
    }
  }
}
