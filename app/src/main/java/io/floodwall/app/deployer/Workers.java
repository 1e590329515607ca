package io.floodwall.app.deployer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.client.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The commands that run, each with a thread that waits for its end and reports it. */
final class Workers implements AutoCloseable {
  private final List<String> words;
  private final Duration limit;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "deploy-exec");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Execution> running = ConcurrentHashMap.newKeySet();
  private final Queue<Attempt> over = new ConcurrentLinkedQueue<>();
  private final Queue<Delivery> notRun = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable CommandException> broken = new AtomicReference<>(null);

  /** Runs {@code words} for each decision, for at most {@code limit}. */
  Workers(List<String> words, Duration limit) {
    this.words = List.copyOf(words);
    this.limit = limit;
  }

  void start(Delivery delivery) {
    threads.execute(() -> run(delivery));
  }

  private void run(Delivery delivery) {
    Execution execution;
    try {
      execution = Execution.start(words, DecisionInput.of(delivery), threads);
    } catch (IOException e) {
      broken.compareAndSet(
          null,
          new CommandException(
              ExitCode.ERROR,
              "cannot run the command: "
                  + e.getMessage()
                  + "; what it was not run for is given back and waits for the next deployer",
              e));
      notRun.add(delivery);
      return;
    }
    running.add(execution);
    try {
      Ended ended = execution.await(limit);
      over.add(
          new Attempt(
              delivery,
              ended,
              delivery.report(ended.result(), ended.exitCode(), ended.evidence())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only by the end of this process
    } finally {
      running.remove(execution);
    }
  }

  /** Those that are over since the last time. */
  List<Attempt> over() {
    return drain(over);
  }

  /** Those since the last time whose command could not be run: nothing was done. */
  List<Delivery> notRun() {
    return drain(notRun);
  }

  private static <T> List<T> drain(Queue<T> queue) {
    var all = new ArrayList<T>();
    for (T one = queue.poll(); one != null; one = queue.poll()) {
      all.add(one);
    }
    return all;
  }

  /** Why the command cannot be run at all, or null. */
  @Nullable CommandException broken() {
    return broken.get();
  }

  /** Ends all that run, without waiting for it. */
  void stopAll(String why) {
    for (Execution execution : running) {
      threads.execute(
          () -> {
            try {
              execution.stop(why);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
