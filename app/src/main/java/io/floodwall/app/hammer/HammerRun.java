package io.floodwall.app.hammer;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Progress;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.VerifierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;

/** One swing of the hammer, at a wall that is thrown away. */
final class HammerRun {
  private static final int WARM_UP = 20_000;
  private static final int WARM_UPS = 3;
  private static final double SHARE = 0.7;
  private static final long CATCH_UP_MS = 60_000;
  private static final long LOOK_EVERY_MS = 10;

  private final Blows blows;
  private final Consumer<String> talk;

  HammerRun(Blows blows, Consumer<String> talk) {
    this.blows = blows;
    this.talk = talk;
  }

  /**
   * How it is swung.
   *
   * @param perSecond intents a second, or 0 for a share of what is measured
   * @param proofsPerSecond pairs of proofs a second of each reader
   */
  record Blows(
      Duration duration,
      long perSecond,
      int readers,
      long proofsPerSecond,
      int verifiers,
      int partitions,
      long seed) {}

  /** What came of it. */
  record Result(
      Pulse pulse, double seconds, long perSecond, long capacityPerSecond, int checkpoints) {}

  Result run() {
    var plan = new LocalWall.Plan(Topics.DEFAULT_PREFIX, blows.partitions(), 0, settings());
    try (LocalWall local = LocalWall.start(BrokerFolder.throwAway(), plan, talk)) {
      VerifierKey key = local.logKey().orElseThrow().verifier();
      Wall wall = local.wall();
      long capacity = capacity(wall);
      long rate =
          blows.perSecond() > 0 ? blows.perSecond() : Math.max(1, (long) (SHARE * capacity));
      talk.accept(
          "this machine does " + capacity + " intents/s; hammering with " + rate + " a second");
      return hammer(wall, key, rate, capacity);
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        AdmissionConfig.RATE_BURST,
        "1000000000",
        AdmissionConfig.RATE_REFILL,
        "1000000000",
        AdmissionConfig.ROOM_CAPACITY,
        "1000000");
  }

  /** How fast a flood goes through, from the first intent to the last decision's entry. */
  private static long capacity(Wall wall) {
    long best = 1;
    var pulse = new Pulse();
    var mirror = new Mirror(wall, pulse);
    var following = started("capacity", mirror);
    try {
      for (int round = 1; round <= WARM_UPS; round++) {
        long wanted = (long) round * WARM_UP;
        long start = Time.SYSTEM.nanoseconds();
        long before = pulse.writes();
        new Writer(
                wall,
                pulse,
                "warm-" + round,
                Integer.MAX_VALUE,
                () -> pulse.writes() - before < WARM_UP && pulse.failures() == 0)
            .run();
        await("warming up", () -> pulse.entries() >= pulse.writes() || pulse.failures() > 0);
        double seconds = (Time.SYSTEM.nanoseconds() - start) / 1e9;
        best = Math.max(best, (long) ((pulse.writes() - before) / seconds));
        if (pulse.writes() < wanted) {
          throw new CommandException(ExitCode.ERROR, "the warm-up failed: " + pulse.told());
        }
      }
    } finally {
      mirror.close();
      join(following);
    }
    return best;
  }

  private Result hammer(Wall wall, VerifierKey key, long rate, long capacity) {
    var pulse = new Pulse();
    var mirror = new Mirror(wall, pulse);
    var trust = new Trust(List.of(key), false, null);
    String prefix = wall.prefix();
    String name = prefix.substring(0, prefix.length() - 1);
    var policies = new ArrayList<TrustPolicy>();
    for (int partition = 0; partition < wall.partitions(); partition++) {
      policies.add(trust.of(Chain.origin(name, partition)));
    }
    var goesOn = new AtomicBoolean(true);
    var threads = new ArrayList<Thread>();
    Thread following = started("mirror", mirror);
    long start = Time.SYSTEM.nanoseconds();
    Thread writing = started("writer", new Writer(wall, pulse, "h", rate, goesOn::get));
    for (int i = 0; i < blows.readers(); i++) {
      threads.add(
          started(
              "reader-" + i,
              new Reader(
                  mirror.chains(),
                  policies,
                  pulse,
                  new Random(blows.seed() + i),
                  blows.proofsPerSecond(),
                  goesOn::get)));
    }
    for (int i = 0; i < blows.verifiers(); i++) {
      threads.add(started("verifier-" + i, new Verifier(wall, name, trust, pulse, goesOn::get)));
    }
    watch(start);
    goesOn.set(false);
    join(writing);
    double seconds = (Time.SYSTEM.nanoseconds() - start) / 1e9;
    threads.forEach(HammerRun::join);
    talk.accept("waiting until everything written is under a checkpoint");
    catchUp(mirror, pulse);
    new Verifier(wall, name, trust, pulse, () -> false).pass();
    mirror.close();
    join(following);
    int checkpoints = mirror.chains().stream().mapToInt(MirroredChain::checkpoints).sum();
    return new Result(
        pulse,
        Math.round(seconds * 100) / 100.0,
        Math.round(pulse.writes() / seconds),
        capacity,
        checkpoints);
  }

  private void watch(long start) {
    long millis = blows.duration().toMillis();
    try (Progress bar = Progress.of("hammering", millis)) {
      for (long gone = 0; gone < millis; ) {
        Time.SYSTEM.sleep(LOOK_EVERY_MS);
        gone = (Time.SYSTEM.nanoseconds() - start) / 1_000_000;
        bar.at(Math.min(gone, millis));
      }
    }
  }

  private static void catchUp(Mirror mirror, Pulse pulse) {
    await("catching up", () -> pulse.isCaughtUp() || pulse.failures() > 0);
    if (mirror.chains().stream().mapToInt(MirroredChain::checkpoints).sum() == 0) {
      pulse.failure("there is no checkpoint");
    }
  }

  private static void await(String what, BooleanSupplier done) {
    long deadline = Time.SYSTEM.milliseconds() + CATCH_UP_MS;
    while (!done.getAsBoolean()) {
      if (Time.SYSTEM.milliseconds() > deadline) {
        throw new CommandException(
            ExitCode.ERROR, what + ": not done after " + CATCH_UP_MS / 1_000 + " s");
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
  }

  private static Thread started(String name, Runnable work) {
    var thread = new Thread(work, "hammer-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join(CATCH_UP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.ERROR, "interrupted", e);
    }
  }
}
