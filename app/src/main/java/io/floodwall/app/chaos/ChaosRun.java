package io.floodwall.app.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run from the first process to the last line of the history. */
final class ChaosRun {
  /** How long the flood goes on behind the last recovery. */
  private static final Duration OUTLAST = Duration.ofSeconds(1);

  private final ChaosPlan plan;
  private final Path root;
  private final Path historyFile;
  private final Consumer<String> talk;
  private final long started = System.nanoTime();
  private final AtomicReference<@Nullable ChaosWall> running = new AtomicReference<>();

  ChaosRun(ChaosPlan plan, Path root, Path historyFile, Consumer<String> talk) {
    this.plan = plan;
    this.root = root;
    this.historyFile = historyFile;
    this.talk = talk;
  }

  /** Breaks a wall, reads what is left of it, and writes the history. */
  void go() throws IOException {
    try (History history = History.to(historyFile)) {
      history.info(
          "run",
          "seed-" + plan.seed(),
          event ->
              event
                  .with("seed", plan.seed())
                  .with("burst", Door.BURST)
                  .with("refill", Door.REFILL)
                  .with("periodMs", Door.PERIOD_MS));
      talk.accept(
          "starting " + plan.brokers() + " broker(s), admission, gate and ledger, each a process");
      try (ChaosWall wall = new ChaosWall(root, plan)) {
        running.set(wall);
        wall.start();
        breakIt(wall, history);
        talk.accept("reading all topics");
        FinalRead.of(wall.wall(), history);
      }
    }
  }

  /** Ends all processes: for when this one is told to end. */
  void killAll() {
    ChaosWall wall = running.get();
    if (wall != null) {
      wall.killAll();
    }
  }

  private void breakIt(ChaosWall wall, History history) {
    try (InForce inForce = InForce.watch(wall.wall())) {
      try (Flood flood = Flood.start(wall.wall(), history, plan)) {
        Patience.LONG.until("the first verdict is in force", () -> inForce.youngestMs() >= 0);
        talk.accept("the flood has begun: " + plan.perSecond() + " intents a second");
        new Campaign(plan, wall, inForce, history, talk, started).run();
        Patience.pause(OUTLAST);
        new Patience(Duration.ofHours(24), Duration.ofMillis(20))
            .until("enough intents", () -> flood.acked() >= plan.records());
        talk.accept("the flood ends: " + flood.acked() + " intents acknowledged");
      } catch (Patience.Lost e) {
        talk.accept(e.getMessage());
      }
      new Lag(wall.wall()).awaitQuiet(Patience.LONG);
    } catch (Patience.Lost e) {
      talk.accept(e.getMessage());
    }
  }
}
