package io.floodwall.app.hammer;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Progress;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;

/** One swing of the hammer, at a wall that is thrown away. */
final class HammerRun {
  private static final Duration WARM_UP_MAX = Duration.ofSeconds(30);
  private static final int UNDECIDED_MAX = 2_000;
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
      var trust = new Trust(List.of(local.logKey().orElseThrow().verifier()), false, null);
      Wall wall = local.wall();
      talk.accept("look on with: floodwall watch --bootstrap " + local.bootstrapServers());
      var warmUp = new Pulse();
      long capacity = capacity(wall, trust, warmUp);
      if (warmUp.failures() > 0) {
        return new Result(warmUp, 0, 0, capacity, 0);
      }
      long rate =
          blows.perSecond() > 0 ? blows.perSecond() : Math.max(1, (long) (SHARE * capacity));
      talk.accept("with the checks going on, " + capacity + " intents/s; hammering with " + rate);
      return hammer(wall, trust, rate, capacity);
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

  /**
   * How fast decisions are ledgered when as many intents wait as may, while the crew checks as it
   * will later: of the second half of the warm-up.
   */
  private long capacity(Wall wall, Trust trust, Pulse pulse) {
    try (var crew = new Crew(wall, trust, blows, pulse)) {
      var goesOn = new AtomicBoolean(true);
      var writer =
          new Writer(
              wall,
              pulse,
              "warm",
              Integer.MAX_VALUE,
              () -> goesOn.get() && pulse.failures() == 0,
              () -> pulse.sent() - pulse.entries() < UNDECIDED_MAX);
      Thread writing = Crew.started("writer", writer);
      long half = warmUp().dividedBy(2).toMillis();
      wait("warming up", half);
      long before = pulse.entries();
      long start = Time.SYSTEM.nanoseconds();
      wait("measuring", half);
      double perSecond =
          (pulse.entries() - before) * 1e9 / Math.max(1, Time.SYSTEM.nanoseconds() - start);
      goesOn.set(false);
      Crew.join(writing);
      crew.stopChecking();
      await("settling", () -> pulse.entries() >= pulse.writes() || pulse.failures() > 0);
      if (pulse.failures() == 0 && perSecond < 1) {
        throw new CommandException(
            ExitCode.ERROR, "nothing was ledgered in the warm-up; give it longer: --for");
      }
      return (long) perSecond;
    }
  }

  private Duration warmUp() {
    Duration share = blows.duration().dividedBy(2);
    return share.compareTo(WARM_UP_MAX) > 0 ? WARM_UP_MAX : share;
  }

  private Result hammer(Wall wall, Trust trust, long rate, long capacity) {
    var pulse = new Pulse();
    try (var crew = new Crew(wall, trust, blows, pulse)) {
      var goesOn = new AtomicBoolean(true);
      long start = Time.SYSTEM.nanoseconds();
      Thread writing =
          Crew.started("writer", new Writer(wall, pulse, "h", rate, goesOn::get, () -> true));
      wait("hammering", blows.duration().toMillis());
      goesOn.set(false);
      Crew.join(writing);
      double seconds = (Time.SYSTEM.nanoseconds() - start) / 1e9;
      crew.stopChecking();
      talk.accept("waiting until everything written is under a checkpoint");
      await("catching up", () -> pulse.isCaughtUp() || pulse.failures() > 0);
      crew.checkAll();
      return new Result(
          pulse,
          Math.round(seconds * 100) / 100.0,
          Math.round(pulse.writes() / seconds),
          capacity,
          crew.checkpoints());
    }
  }

  private static void wait(String what, long millis) {
    long start = Time.SYSTEM.nanoseconds();
    try (Progress bar = Progress.of(what, millis)) {
      for (long gone = 0; gone < millis; ) {
        Time.SYSTEM.sleep(LOOK_EVERY_MS);
        gone = (Time.SYSTEM.nanoseconds() - start) / 1_000_000;
        bar.at(Math.min(gone, millis));
      }
    }
  }

  private static void await(String what, BooleanSupplier done) {
    long deadline = Time.SYSTEM.milliseconds() + CATCH_UP_MS;
    while (!done.getAsBoolean()) {
      if (Time.SYSTEM.milliseconds() > deadline) {
        throw new CommandException(
            ExitCode.ERROR,
            what
                + ": not done after "
                + CATCH_UP_MS / 1_000
                + " s; this machine does not keep up, give a lower --rate or fewer --readers");
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
  }
}
