package io.floodwall.admission;

import io.floodwall.core.Floodwall;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.ReleaseBudget;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the wall in memory says of a flood, with a valve and a budget put before its ticks.
 *
 * <p>Each answer is a line; {@link Lines} writes the same lines of what the topology said.
 */
final class Oracle {
  private final Floodwall wall;
  private final ReleaseBudget budget;
  private final int turnMax;
  private final Map<String, Long> levels = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private boolean closed;

  Oracle(Flood flood) {
    wall =
        new Floodwall(
            flood.capacity(),
            RateLimit.perPeriod(flood.burst(), flood.refill(), flood.periodMs(), 5_000),
            Gate.of(List.of(), true));
    budget =
        flood.releasePerSecond().equals(AdmissionConfig.UNLIMITED)
            ? ReleaseBudget.unlimited()
            : ReleaseBudget.perSecond(
                Long.parseLong(flood.releasePerSecond()), flood.releaseBurst(), 5_000);
    turnMax = flood.turnMax();
  }

  void valve(boolean close) {
    closed = close;
  }

  void arrive(Intent intent, long appendMs, long nowMs) {
    Answer answer = wall.submit(intent, appendMs);
    if (answer instanceof Answer.Refuse refuse) {
      lines.add(Lines.refused(name(intent), refuse.reason(), refuse.detail()));
      return;
    }
    levels.put(name(intent), wall.tokensMicros(intent.agent(), appendMs));
    boolean alone = wall.pending() == 1;
    if (!alone || !release(nowMs)) {
      lines.add(Lines.entered(name(intent)));
    }
  }

  void turn(long nowMs) {
    int left = turnMax;
    while (left > 0 && release(nowMs)) {
      left--;
    }
  }

  /** The answers since the last call. */
  List<String> lines() {
    var taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  int depth() {
    return wall.pending();
  }

  private boolean release(long nowMs) {
    if (wall.pending() == 0 || closed || !budget.tryTake(nowMs)) {
      return false;
    }
    Optional<Floodwall.Ruled> ruled = wall.tick();
    String name = name(ruled.orElseThrow().intent());
    lines.add(Lines.released(name, levels.getOrDefault(name, -1L)));
    return true;
  }

  private static String name(Intent intent) {
    return intent.agent() + "#" + intent.id();
  }
}
