package io.floodwall.benchmarks;

import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One in, the most urgent out, with so many waiting. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoomBenchmark {
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  /** How many wait. */
  @Param({"100", "1000", "10000", "100000", "1000000"})
  public int depth;

  private final Random random = new Random(1);
  private WaitingRoom room = new WaitingRoom(1);
  private long seq;

  /** Fills the room. */
  @Setup
  public void fill() {
    room = new WaitingRoom(depth + 1L);
    seq = 0;
    while (room.depth() < depth) {
      room.enter(arrival());
    }
  }

  /** One step at a steady depth. */
  @Benchmark
  public Place enterAndRelease() {
    room.enter(arrival());
    return room.next();
  }

  private Place arrival() {
    return new Place(PRIORITIES.get(random.nextInt(PRIORITIES.size())), seq++);
  }
}
