package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, by a systemd-notify that writes down its words. */
final class SystemdNoticeTest {
  private static final Health STARTING = new Health("gate", "STARTING", true, false, 0, 0, 0);
  private static final Health RUNNING = new Health("gate", "RUNNING", true, true, 0, 0, 0);
  private static final Health FAILED = new Health("gate", "FAILED", false, false, 0, 0, 0);

  @TempDir private Path folder;
  private Path told;
  private final Map<String, String> environment = new HashMap<>();
  private volatile Health first = STARTING;
  private volatile Health second = RUNNING;
  private final List<Supplier<Health>> apps = List.of(() -> first, () -> second);

  @BeforeEach
  void fakeSystemdNotify() throws IOException {
    told = Files.createFile(folder.resolve("told"));
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("NOTIFY_SOCKET", "/run/none");
    environment.put("WATCHDOG_USEC", "100000");
    environment.put("SECRET", "hunter2");
    fake("echo \"$1 $NOTIFY_SOCKET ${SECRET:-none}\" >> " + told);
  }

  private void fake(String script) throws IOException {
    Path command = folder.resolve("systemd-notify");
    Files.writeString(command, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    environment.put(SystemdNotice.COMMAND, command.toString());
  }

  private List<String> words() throws IOException {
    return Files.readAllLines(told).stream()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private void awaitTold(String word, int times) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> words().stream().filter(word::equals).count() >= times);
  }

  @Test
  void readyIsToldOnceWhenAllAreReadyThenTheWatchdogAndAtTheEndStopping() throws IOException {
    SystemdNotice notice = SystemdNotice.start(environment, apps);
    try {
      awaitTold("EXTEND_TIMEOUT_USEC=30000000", 2);
      assertThat(words()).doesNotContain("READY=1", "WATCHDOG=1");
      first = RUNNING;
      awaitTold("WATCHDOG=1", 3);
    } finally {
      notice.stop();
    }
    assertThat(words()).containsOnlyOnce("READY=1").containsOnlyOnce("STOPPING=1");
    assertThat(words().get(words().size() - 1)).isEqualTo("STOPPING=1");
  }

  @Test
  void nothingIsToldOfAnApplicationThatHasFailed() throws IOException {
    first = RUNNING;
    SystemdNotice notice = SystemdNotice.start(environment, apps);
    try {
      awaitTold("WATCHDOG=1", 1);
      second = FAILED;
      await().atMost(Duration.ofSeconds(20)).during(Duration.ofMillis(500)).until(settled());
    } finally {
      notice.stop();
    }
  }

  /** Whether no word came since it was asked last. */
  private Callable<Boolean> settled() {
    var last = new AtomicReference<List<String>>(List.of());
    return () -> words().equals(last.getAndSet(words()));
  }

  @Test
  void childSeesTheSocketAndNoOtherVariable() throws IOException {
    first = RUNNING;
    SystemdNotice notice = SystemdNotice.start(environment, apps);
    try {
      awaitTold("READY=1", 1);
    } finally {
      notice.stop();
    }
    assertThat(Files.readAllLines(told)).first().isEqualTo("READY=1 /run/none none");
  }

  @Test
  void systemdNotifyThatFailsAtFirstIsToldAgain() throws IOException {
    first = RUNNING;
    fake("[ -e " + folder + "/up ] || exit 1\necho \"$1 x\" >> " + told);
    SystemdNotice notice = SystemdNotice.start(environment, apps);
    try {
      Files.createFile(folder.resolve("up"));
      awaitTold("READY=1", 1);
    } finally {
      notice.stop();
    }
  }

  @Test
  void missingSystemdNotifyHurtsNobody() {
    environment.put(SystemdNotice.COMMAND, folder.resolve("none").toString());
    first = RUNNING;
    SystemdNotice.start(environment, apps).stop();
    assertThat(told).isEmptyFile();
  }

  @Test
  void nothingIsToldWhereNobodyListens() {
    environment.remove("NOTIFY_SOCKET");
    first = RUNNING;
    SystemdNotice.start(environment, apps).stop();
    assertThat(told).isEmptyFile();
  }

  @Test
  void intervalIsHalfTheWatchdogsAndAtMostASecond() {
    assertThat(SystemdNotice.everyMs("1000000")).isEqualTo(500);
    assertThat(SystemdNotice.everyMs("5000000")).isEqualTo(1_000);
    assertThat(SystemdNotice.everyMs("0")).isEqualTo(10);
    assertThat(SystemdNotice.everyMs("x")).isEqualTo(1_000);
    assertThat(SystemdNotice.everyMs(null)).isEqualTo(1_000);
  }
}
