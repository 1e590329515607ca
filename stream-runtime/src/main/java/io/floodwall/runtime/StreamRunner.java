package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application's life: checks, start, health, and a bounded stop.
 *
 * <p>Ready means running with all state restored, not that {@code start} returned. An exception
 * that reaches the runner is a broken promise: the application stops and says why, and its last
 * transaction is rolled back by Kafka.
 */
public final class StreamRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRunner.class);

  private final StreamApp app;
  private final KafkaStreams streams;
  private final Meters meters;
  private volatile @Nullable AppMetrics metrics; // from the start on
  private final HealthServer health;
  private final RestoreProgress restoring = new RestoreProgress();
  private final LateWakings wakings = new LateWakings(System::nanoTime);
  private final CountDownLatch settled =
      new CountDownLatch(1); // running for the first time, or over
  private final CompletableFuture<StreamRunner> over = new CompletableFuture<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Duration closeTimeout;
  private final ClockWatch clock;
  private final Run run;

  private StreamRunner(
      StreamApp app, AppConfig config, Run run, KafkaStreams streams, Meters meters) {
    this.app = app;
    this.run = run;
    this.streams = streams;
    this.meters = meters;
    this.closeTimeout = Duration.ofMillis(config.getLong(AppConfig.CLOSE_TIMEOUT_MS));
    this.health =
        HealthServer.start(
            config.getString(AppConfig.HEALTH_HOST),
            config.getInt(AppConfig.HEALTH_PORT),
            this::health,
            meters::scrape);
    this.clock = ClockWatch.start(config.getInt(AppConfig.SESSION_TIMEOUT_MS), this::putBack);
  }

  /** Checks what must be true, and starts. */
  public static StreamRunner start(StreamApp app, AppConfig config) {
    int partitions = Preflight.check(app, config);
    Meters meters = Meters.of(app.name(), config.getString(AppConfig.PREFIX));
    Run run = app.run(config, partitions, meters);
    var properties = new Properties();
    properties.putAll(StreamSettings.of(app, config, run.consumer()));
    var streams = new KafkaStreams(run.topology(), new StreamsConfig(properties));
    StreamRunner runner;
    try {
      runner = new StreamRunner(app, config, run, streams, meters);
    } catch (StartException e) {
      streams.close(Duration.ZERO);
      run.end().run();
      throw e;
    }
    runner.start(partitions);
    return runner;
  }

  private void start(int partitions) {
    streams.setGlobalStateRestoreListener(restoring);
    streams.setUncaughtExceptionHandler(
        problem -> {
          if (wakings.isOne(root(problem))) {
            LOG.atWarn()
                .addKeyValue("event", "thread-replaced")
                .addKeyValue("app", app.name())
                .log(
                    "{} slept past its transaction, which was rolled back: it goes on from the last"
                        + " commit with a new thread ({})",
                    app.name(),
                    rootOf(problem));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
          }
          failed(told(problem), problem);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          LOG.debug("{} is {}, was {}", app.name(), now, before);
          if (now == KafkaStreams.State.RUNNING) {
            say("ready", "{} is ready", app.name());
          }
          if (now == KafkaStreams.State.RUNNING || now.hasCompletedShutdown()) {
            settled.countDown();
          }
          if (now.hasCompletedShutdown()) {
            say("stopped", "{} has stopped", app.name());
            over.complete(this);
          }
        });
    streams.start();
    metrics = AppMetrics.bind(meters, streams, this::health, restoring); // while its threads join
    say(
        "started",
        "{} started on {} partitions; health at http://{}/health",
        app.name(),
        partitions,
        health.address());
  }

  private void failed(Throwable told, Throwable problem) {
    failure.compareAndSet(null, told);
    LOG.atError()
        .addKeyValue("event", "failed")
        .addKeyValue("app", app.name())
        .setCause(problem)
        .log(
            "{} stops: {}",
            app.name(),
            told instanceof StartException ? told.getMessage() : rootOf(problem));
  }

  private void putBack(long backMs) {
    var told =
        new StartException(
            Problem.CLOCK_PUT_BACK,
            "the clock of this machine went back by "
                + backMs / 1_000
                + " s while "
                + app.name()
                + " ran, and Kafka's clients would stand still for as long. It stops and loses"
                + " nothing; started again it goes on from its last commit");
    failed(told, told);
    over.complete(this);
  }

  private void say(String event, String text, Object... arguments) {
    LOG.atInfo().addKeyValue("event", event).addKeyValue("app", app.name()).log(text, arguments);
  }

  /** Waits until it is ready; throws when it failed or time ran out. */
  public void awaitReady(Duration timeout) {
    try {
      if (!settled.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StartException(
            Problem.NOT_READY_IN_TIME,
            app.name() + " is " + health().state() + " after " + timeout.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException(
          Problem.NOT_READY_IN_TIME, "interrupted while " + app.name() + " started", e);
    }
    Throwable problem = failure.get();
    if (problem instanceof StartException told) {
      throw told;
    }
    if (problem != null) {
      throw new StartException(
          Problem.STREAMS_FAILED, app.name() + " failed: " + rootOf(problem), problem);
    }
  }

  /** Waits until it has stopped; answers what stopped it, or null after a clean stop. */
  public @Nullable Throwable awaitStopped() throws InterruptedException {
    return awaitFirstStopped(List.of(this));
  }

  /**
   * Waits until the first of {@code runners} has stopped; answers what stopped it, or null after a
   * clean stop.
   */
  public static @Nullable Throwable awaitFirstStopped(List<StreamRunner> runners)
      throws InterruptedException {
    CompletableFuture<?>[] all =
        runners.stream().map(runner -> runner.over).toArray(CompletableFuture<?>[]::new);
    try {
      return ((StreamRunner) CompletableFuture.anyOf(all).get()).failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it with a failure", e);
    }
  }

  /** How it is now. */
  public Health health() {
    KafkaStreams.State state = streams.state();
    RestoreProgress.Sum sum = restoring.sum();
    boolean failed = failure.get() != null || state == KafkaStreams.State.ERROR;
    String word =
        switch (state) {
          case RUNNING -> "RUNNING";
          case CREATED -> "STARTING";
          case REBALANCING -> sum.changelogs() > 0 ? "RESTORING" : "STARTING";
          case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> failed ? "FAILED" : "STOPPED";
        };
    return new Health(
        app.name(),
        word,
        !failed,
        state == KafkaStreams.State.RUNNING,
        sum.changelogs(),
        sum.done(),
        sum.total());
  }

  /** Host and port of the health endpoint. */
  public String healthAddress() {
    return health.address();
  }

  /** Stops; keeps the static group membership, so that a restart takes over where it was. */
  @Override
  public void close() {
    clock.close();
    health.close();
    if (!streams.close(closeTimeout)) {
      LOG.warn(
          "{} did not stop within {} s; Kafka rolls its open transaction back",
          app.name(),
          closeTimeout.toSeconds());
    }
    run.end().run();
    AppMetrics bound = metrics;
    if (bound != null) {
      bound.close();
    }
    meters.close();
  }

  /** Kafka's advice for a position that is gone is to skip what was not read; ours is not. */
  private Throwable told(Throwable problem) {
    return root(problem) instanceof InvalidOffsetException gone
        ? new StartException(
            Problem.RECORDS_LOST,
            app.name()
                + " cannot go on where it was in "
                + gone.partitions()
                + ": records were deleted before it had read them. It stops and skips nothing;"
                + " bring them back, or decide where to go on with: kafka-consumer-groups"
                + " --reset-offsets",
            problem)
        : problem;
  }

  private static Throwable root(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String rootOf(Throwable problem) {
    Throwable root = root(problem);
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
