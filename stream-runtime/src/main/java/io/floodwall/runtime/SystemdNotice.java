package io.floodwall.runtime;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this process is: {@code READY=1} once every application is ready, {@code
 * WATCHDOG=1} at half the watchdog's interval while none has failed, {@code STOPPING=1} at the end.
 * Does nothing where {@code NOTIFY_SOCKET} is not set.
 *
 * <p>systemd listens on a Unix datagram socket, of which Java knows only the stream kind: so
 * systemd's own {@code systemd-notify} is run for each word, and a unit needs {@code
 * NotifyAccess=all}. While an application is not ready yet, the unit's start timeout is pushed on:
 * restoring state takes as long as it takes.
 */
final class SystemdNotice {
  /** Where {@code systemd-notify} is, when it is not on the path. */
  static final String COMMAND = "FLOODWALL_SYSTEMD_NOTIFY";

  private static final Logger LOG = LoggerFactory.getLogger(SystemdNotice.class);
  private static final long TICK_MS = 1_000;
  private static final long CHILD_MS_MAX = 2_000;
  private static final String MORE_TIME = "EXTEND_TIMEOUT_USEC=30000000";

  private final @Nullable String socket;
  private final String command;
  private final String path;
  private final List<Supplier<Health>> apps;
  private final @Nullable ScheduledExecutorService clock;
  private boolean ready;
  private boolean failing;

  private SystemdNotice(Map<String, String> environment, List<Supplier<Health>> apps) {
    this.socket = environment.get("NOTIFY_SOCKET");
    this.command = environment.getOrDefault(COMMAND, "systemd-notify");
    this.path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    this.apps = List.copyOf(apps);
    if (socket == null || socket.isEmpty()) {
      clock = null;
    } else {
      clock =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                var thread = new Thread(task, "floodwall-systemd");
                thread.setDaemon(true);
                return thread;
              });
      long everyMs = everyMs(environment.get("WATCHDOG_USEC"));
      var unused = clock.scheduleWithFixedDelay(this::tick, 0, everyMs, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells of {@code apps} from now on, if {@code environment} says that systemd listens. */
  static SystemdNotice start(Map<String, String> environment, List<Supplier<Health>> apps) {
    return new SystemdNotice(environment, apps);
  }

  /** Half the watchdog's interval, and never more than the time that readiness is looked at. */
  static long everyMs(@Nullable String watchdogUs) {
    if (watchdogUs == null) {
      return TICK_MS;
    }
    try {
      return Math.max(10, Math.min(TICK_MS, Long.parseLong(watchdogUs) / 2_000));
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is no number; telling systemd every {} ms", TICK_MS);
      return TICK_MS;
    }
  }

  private void tick() {
    try {
      if (!all(Health::live)) {
        return; // the watchdog ends a process that has failed and hangs
      }
      if (ready) {
        tell("WATCHDOG=1");
      } else if (all(Health::ready)) {
        ready = tell("READY=1");
      } else {
        tell(MORE_TIME);
      }
    } catch (RuntimeException e) {
      LOG.warn("systemd was not told how this process is", e);
    }
  }

  private boolean all(Predicate<Health> good) {
    return apps.stream().map(Supplier::get).allMatch(good);
  }

  /** Whether systemd-notify took it; of failures in a row only the first is logged. */
  private synchronized boolean tell(String word) {
    String problem = problemOf(word);
    if (problem != null && !failing) {
      LOG.warn("systemd cannot be told {}: {}", word, problem);
    }
    failing = problem != null;
    return !failing;
  }

  private @Nullable String problemOf(String word) {
    var builder = new ProcessBuilder(command, word);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("NOTIFY_SOCKET", String.valueOf(socket));
    builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
    Process child = null;
    try {
      child = builder.start();
      child.getOutputStream().close();
      if (!child.waitFor(CHILD_MS_MAX, TimeUnit.MILLISECONDS)) {
        return command + " did not end within " + CHILD_MS_MAX + " ms";
      }
      return child.exitValue() == 0 ? null : command + " exited with " + child.exitValue();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      if (child != null) {
        child.destroyForcibly();
      }
    }
  }

  /** Says that the process is about to stop, once. */
  void stop() {
    if (clock != null && !clock.isShutdown()) {
      clock.shutdownNow();
      tell("STOPPING=1");
    }
  }
}
