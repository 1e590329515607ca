package io.floodwall.app.bench;

import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** So many agents, each with 8 remembered intents; a step is an offer by one of them. */
final class GrownAgents implements Grown {
  private static final int REMEMBERED = 8;
  private static final RateLimit RATE = RateLimit.perPeriod(1_000_000, 1_000_000, 1_000, 5_000);

  private final int steps;
  private final Random random = new Random(1);
  private final Admission admission = new Admission(RATE, 1_024, REMEMBERED);
  private final Map<String, AgentState> rows = new HashMap<>();
  private final Intent[] intents;
  private final double bytesEach;
  private long offset;

  GrownAgents(int agents, int steps) {
    this.steps = steps;
    this.intents = new Intent[agents];
    for (int i = 0; i < agents; i++) {
      intents[i] =
          Intent.of(
              "agent-" + i, "x", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    }
    Heap before = Heap.now();
    for (int round = 0; round < REMEMBERED; round++) {
      for (Intent intent : intents) {
        offer(intent);
      }
    }
    bytesEach = before.bytesForEachOf(agents);
  }

  private void offer(Intent intent) {
    long id = offset * 0x9E3779B97F4A7C15L; // as spread out as a digest's first bytes
    var arrival = new Admission.Arrival(intent, id, id, offset, offset);
    AgentState before = rows.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    rows.put(intent.agent(), admission.offer(before, 0, null, arrival).state());
    offset++;
  }

  @Override
  public long size() {
    return intents.length;
  }

  @Override
  public double stepNanos() {
    long start = Machine.threadCpuNanos();
    for (int i = 0; i < steps; i++) {
      offer(intents[random.nextInt(intents.length)]);
    }
    return (double) (Machine.threadCpuNanos() - start) / steps;
  }

  @Override
  public double bytesEach() {
    return bytesEach;
  }

  @Override
  public long folded() {
    return rows.size() + offset;
  }
}
