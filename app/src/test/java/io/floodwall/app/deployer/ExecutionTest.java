package io.floodwall.app.deployer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands can do to the one who runs them. */
@Timeout(60)
class ExecutionTest {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "execution-test");
            thread.setDaemon(true);
            return thread;
          });
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;

  @AfterAll
  static void end() {
    THREADS.shutdown();
  }

  private static Ended run(byte[] input, Duration limit, String... words) throws Exception {
    return Execution.start(List.of(words), input, THREADS).await(limit);
  }

  private static Ended sh(String script) throws Exception {
    return run(new byte[0], LONG, "sh", "-c", script);
  }

  @Test
  void theInputIsOnStdinAndTheOutputIsEvidence() throws Exception {
    Ended ended = run("{\"a\":1}\n".getBytes(UTF_8), LONG, "cat");
    assertThat(ended.result()).isEqualTo(Result.APPLIED);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.evidence()).isEqualTo("{\"a\":1}\n");
  }

  @Test
  void stdoutAndStderrAreBothEvidenceAndAnExitCodeAboveNullIsFailed() throws Exception {
    Ended ended = sh("echo out; echo err >&2; exit 7");
    assertThat(ended)
        .returns(Result.FAILED, Ended::result)
        .returns(7, Ended::exitCode)
        .returns("out\nerr\n", Ended::evidence);
  }

  @Test
  void aSignalLeavesTheOutcomeUnknown() throws Exception {
    assertThat(sh("kill -9 $$"))
        .returns(Result.UNKNOWN, Ended::result)
        .returns(128 + 9, Ended::exitCode);
    assertThat(sh("exit 128").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void onlyTheLastThousandBytesAreKeptAtTheEdgeOfACharacter() throws Exception {
    Ended ended =
        sh("i=0; while [ $i -lt 2000 ]; do printf '\\303\\251'; i=$((i+1)); done; printf xx");
    assertThat(ended.evidence().getBytes(UTF_8)).hasSize(Outcome.EVIDENCE_BYTES_MAX);
    assertThat(ended.evidence()).isEqualTo("\u00e9".repeat(499) + "xx");
    assertThat(sh("printf x; i=0; while [ $i -lt 333 ]; do printf '\\303\\251'; i=$((i+1)); done"))
        .extracting(Ended::evidence)
        .isEqualTo("x" + "\u00e9".repeat(333));
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws Exception {
    assertThat(sh("printf '\\377\\376ok'").evidence()).isEqualTo("\ufffd\ufffdok");
  }

  @Test
  void aCommandThatNeverReadsItsInputIsNotWaitedForByIt() throws Exception {
    assertThat(run(new byte[4_000_000], LONG, "true").result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void aMegabyteInIsAMegabyteOut() throws Exception {
    byte[] input = "x".repeat(1_000_000).getBytes(UTF_8);
    assertThat(run(input, LONG, "wc", "-c").evidence().strip()).isEqualTo("1000000");
  }

  @Test
  void theTimeIsUpForACommandAndAllItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    String script = "echo begun; sleep 60 & echo $! > " + pid + "; wait";
    Ended ended = run(new byte[0], Duration.ofSeconds(1), "sh", "-c", script);
    assertThat(ended.result()).isEqualTo(Result.UNKNOWN);
    assertThat(ended.exitCode()).isNull();
    assertThat(ended.evidence()).isEqualTo("begun\n\n[stopped: it ran longer than 1 s]");
    long child = Long.parseLong(Files.readString(pid).strip());
    Awaitility.await("the command's own child is gone")
        .until(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
  }

  @Test
  void aCommandThatIgnoresTheFirstWordIsKilled() throws Exception {
    Ended ended =
        run(
            new byte[0],
            Duration.ofSeconds(1),
            "sh",
            "-c",
            "trap '' TERM; echo deaf; while :; do sleep 1; done");
    assertThat(ended.result()).isEqualTo(Result.UNKNOWN);
    assertThat(ended.evidence()).startsWith("deaf\n");
  }

  @Test
  void aCommandThatEndsWellWhenItIsStoppedIsStillUnknown() throws Exception {
    Ended ended =
        run(
            new byte[0],
            Duration.ofSeconds(1),
            "sh",
            "-c",
            "trap 'exit 0' TERM; while :; do sleep 0.1; done");
    assertThat(ended.result()).isEqualTo(Result.UNKNOWN);
    assertThat(ended.exitCode()).isNull();
  }

  @Test
  void whatACommandLeavesInTheBackgroundIsNotWaitedFor() throws Exception {
    Path pid = folder.resolve("left");
    Ended ended = sh("sleep 60 & echo $! > " + pid + "; echo started");
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
    assertThat(ended.result()).isEqualTo(Result.APPLIED);
    assertThat(ended.evidence()).isEqualTo("started\n");
    assertThat(ended.took()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void noShellReadsTheWords() throws Exception {
    assertThat(run(new byte[0], LONG, "printf", "%s", "$(id); *").evidence()).isEqualTo("$(id); *");
  }
}
