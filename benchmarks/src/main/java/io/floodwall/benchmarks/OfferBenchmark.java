package io.floodwall.benchmarks;

import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.HashMap;
import java.util.Map;
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

/**
 * An intent at the door: its agent's row is looked up, its retry looked for, its token taken, the
 * row kept. With so many agents, each of whom the last {@value #REMEMBERED} intents are remembered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx4g"})
public class OfferBenchmark {
  static final int REMEMBERED = 8;

  private static final long STEP_MS = 1;
  private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;

  /** How many agents have a row. */
  @Param({"10", "1000", "100000", "1000000"})
  public int agents;

  private final RateLimit rate = RateLimit.perPeriod(1_000_000, 1_000_000, 1_000, 5_000);
  private final Admission admission = new Admission(rate, 1_024, REMEMBERED);
  private final Map<String, AgentState> rows = new HashMap<>();
  private final Random random = new Random(1);
  private String[] names = {};
  private Intent[] intents = {};
  private long offset;

  /** Gives every agent a full row. */
  @Setup
  public void fill() {
    rows.clear();
    names = new String[agents];
    intents = new Intent[agents];
    for (int i = 0; i < agents; i++) {
      names[i] = "agent-" + i;
      intents[i] =
          Intent.of(names[i], "x", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
      rows.put(names[i], AgentState.UNKNOWN);
    }
    for (int i = 0; i < agents * REMEMBERED; i++) {
      offer(i % agents);
    }
  }

  /** One arrival of an agent drawn at random. */
  @Benchmark
  public Answer offer() {
    return offer(random.nextInt(agents));
  }

  private Answer offer(int agent) {
    long id = offset * SCRAMBLE; // as spread out as a digest's first bytes
    var arrival = new Admission.Arrival(intents[agent], id, id, offset, offset * STEP_MS);
    offset++;
    Admission.Offer offer =
        admission.offer(rows.getOrDefault(names[agent], AgentState.UNKNOWN), 0, null, arrival);
    rows.put(names[agent], offer.state());
    return offer.answer();
  }
}
