package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Floods through the topology get the answers, and the order, of the wall in memory. */
final class OracleTest {
  private static final int STEPS = 200;
  private static final Duration TURN = Duration.ofMillis(10);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @Test
  void seedsGiveManyFloodsOfEveryKind() {
    var floods = seeds().mapToObj(Flood::of).toList();
    List<Predicate<Flood>> kinds =
        List.of(
            Flood::batch,
            flood -> !flood.batch(),
            Flood::clockGoesBack,
            flood -> !flood.clockGoesBack(),
            flood -> flood.releasePerSecond().equals(AdmissionConfig.UNLIMITED),
            flood -> !flood.releasePerSecond().equals(AdmissionConfig.UNLIMITED),
            flood -> flood.burst() > 0 && flood.refill() > 0 && flood.capacity() > 0);
    for (Predicate<Flood> kind : kinds) {
      assertThat(floods.stream().filter(kind)).hasSizeGreaterThan(10);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void topologySaysWhatTheWallInMemorySays(long seed) {
    Flood flood = Flood.of(seed);
    try (var wall = new Wall(flood.settings())) {
      var run = new Run(flood, wall);
      run.flood();
      run.drain();
    }
  }

  /** One flood, told to both walls step by step. */
  private static final class Run {
    private final Flood flood;
    private final Wall wall;
    private final Oracle oracle;
    private final Invariants invariants;
    private final Random random;
    private long appendMs = Wall.T0;
    private boolean closed;
    private int step;

    Run(Flood flood, Wall wall) {
      this.flood = flood;
      this.wall = wall;
      this.oracle = new Oracle(flood);
      this.invariants = new Invariants(flood, wall);
      this.random = Flood.random(~flood.seed());
    }

    void flood() {
      turnValve(flood.batch());
      for (step = 1; step <= STEPS; step++) {
        switch (flood.event(random)) {
          case ARRIVAL -> arrive();
          case TURN -> turn(TURN.multipliedBy(1 + random.nextInt(20)));
          case VALVE -> turnValve(!closed);
        }
        agree();
      }
    }

    /** Opens the valve and lets everybody out, as far as the budget ever allows it. */
    void drain() {
      turnValve(false);
      while (oracle.depth() > 0 && step < 10 * STEPS) {
        turn(Duration.ofSeconds(1));
        agree();
        step++;
      }
      boolean everOpens = !flood.releasePerSecond().equals("0");
      assertThat(everOpens && oracle.depth() > 0).as("%s never drained", flood).isFalse();
    }

    private void arrive() {
      Draft draft = flood.intent(random, step);
      appendMs += flood.step(random);
      invariants.offered(draft.agent() + "#" + draft.id());
      wall.send(draft.agent(), draft.encoded(), appendMs);
      oracle.arrive(draft.intent(), appendMs, wall.nowMs());
    }

    private void turn(Duration time) {
      wall.advance(time);
      oracle.turn(wall.nowMs());
    }

    private void turnValve(boolean close) {
      closed = close;
      oracle.valve(close);
      if (close) {
        wall.closeValve();
      } else {
        wall.openValve();
      }
    }

    private void agree() {
      List<String> lines = Lines.of(wall);
      assertThat(lines).as("step %d of %s", step, flood).isEqualTo(oracle.lines());
      assertThat(wall.depth()).as("step %d of %s", step, flood).isEqualTo(oracle.depth());
      invariants.hold(lines);
    }
  }
}
