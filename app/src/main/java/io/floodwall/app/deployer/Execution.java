package io.floodwall.app.deployer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One run of a command: no shell, input on its stdin, the end of its output kept.
 *
 * <p>What it leaves running in the background is not waited for.
 */
final class Execution {
  private static final Duration TERM_PATIENCE = Duration.ofSeconds(5);
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(1);

  private final Process process;
  private final long startNanos = System.nanoTime();
  private final OutputTail tail = new OutputTail();
  private final CompletableFuture<Void> read;
  private final AtomicReference<String> stopped = new AtomicReference<>("");

  private Execution(Process process, Executor threads) {
    this.process = process;
    this.read = CompletableFuture.runAsync(() -> tail.readAll(process.getInputStream()), threads);
  }

  /** Starts it; {@code threads} serves its streams. */
  static Execution start(List<String> words, byte[] input, Executor threads) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    threads.execute(() -> write(process, input));
    return new Execution(process, threads);
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // a command need not read what it is told
    }
  }

  /** Waits for it; one that takes longer than {@code limit} is stopped. */
  Ended await(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      stop("it ran longer than " + limit.toSeconds() + " s");
    }
    int exitCode = process.waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    try {
      read.get(OUTPUT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // something in the background holds its output open: what came so far is told
    }
    String why = stopped.get();
    return why.isEmpty()
        ? Ended.byItself(exitCode, tail.bytes(), took)
        : Ended.stopped(why, tail.bytes(), took);
  }

  /** Ends it and all that it has started: politely first. Does nothing once it has ended. */
  void stop(String why) throws InterruptedException {
    if (!process.isAlive() || !stopped.compareAndSet("", why)) {
      return;
    }
    List<ProcessHandle> family = process.descendants().toList();
    each(family, ProcessHandle::destroy);
    process.destroy();
    process.waitFor(TERM_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    each(family, ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void each(List<ProcessHandle> family, Consumer<ProcessHandle> what) {
    family.stream().filter(ProcessHandle::isAlive).forEach(what);
  }
}
