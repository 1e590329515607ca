package io.floodwall.app.chaos;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A seeded sequence of faults, one after the other, each at a drawn moment at which its target had
 * work unfinished, each measured until the first new verdict is in force. Where a plan has to end
 * in time and the machine is too slow for that, what is left of a round strikes at one moment.
 *
 * <p>What counts as new: the verdict of an intent that the broker appended after the strike. What
 * ends by itself meanwhile is started again, as by a supervisor, and noted.
 */
final class Campaign {
  private static final int DELAY_MS_MAX = 600;

  /** Between two steps of a fault: past the session of an application, 6 s. */
  private static final Duration STEP_LASTS = Duration.ofSeconds(8);

  private static final int TRIES_MAX = 10;

  private final ChaosPlan plan;
  private final ChaosWall wall;
  private final InForce inForce;
  private final History history;
  private final Consumer<String> talk;
  private final Random random;
  private final Lag lag;
  private final long started;
  private int number;
  private int kills;

  /** Of a run that was started at this time of {@link System#nanoTime}. */
  Campaign(
      ChaosPlan plan,
      ChaosWall wall,
      InForce inForce,
      History history,
      Consumer<String> talk,
      long started) {
    this.started = started;
    this.plan = plan;
    this.wall = wall;
    this.inForce = inForce;
    this.history = history;
    this.talk = talk;
    this.random = new Random(plan.seed());
    this.lag = new Lag(wall.wall());
  }

  /** Goes through rounds of faults until the plan is fulfilled: whole rounds, kills alone aside. */
  void run() {
    long begun = System.nanoTime();
    long end = begun + plan.duration().toNanos();
    var faults = new Faults(wall, random);
    boolean killsAlone = plan.killsAlone();
    do {
      var round = new ArrayDeque<>(faults.round(plan.faults()));
      while (!round.isEmpty()) {
        long now = System.nanoTime();
        if (killsAlone && kills >= plan.kills() && now >= end) {
          return;
        }
        boolean together = plan.isTooSlow(kills, now - begun, now - started);
        int count = together ? Math.max(1, plan.kills() - kills) : 1;
        List<Fault> next = round.stream().limit(count).toList();
        inflict(next);
        round.removeAll(next);
      }
    } while ((plan.kills() > kills && plan.faults().contains(FaultKind.KILL))
        || System.nanoTime() < end);
  }

  private void inflict(List<Fault> together) {
    for (int tried = 0; tried < TRIES_MAX; tried++) {
      Patience.pause(Duration.ofMillis(random.nextInt(DELAY_MS_MAX)));
      List<Blow> blows = struck(together);
      if (!blows.isEmpty()) {
        kills += (int) blows.stream().filter(blow -> blow.fault.kind() == FaultKind.KILL).count();
        return;
      }
    }
    throw new Patience.Lost(
        together.get(0).app() + " has work unfinished when it is struck", Duration.ZERO);
  }

  /** A strike, and how much work it interrupted: only where there was some it proves something. */
  private record Blow(Fault fault, String id, long atNanos, long unfinished) {}

  /** Strikes at one moment and waits for the recovery; answers what interrupted work. */
  private List<Blow> struck(List<Fault> together) {
    together.forEach(fault -> lag.awaitWork(fault.app()));
    var ends = new ArrayList<Map<TopicPartition, Long>>();
    together.forEach(fault -> ends.add(lag.ends(fault.app())));
    var before = new ArrayList<Long>();
    for (int i = 0; i < together.size(); i++) {
      Fault fault = together.get(i);
      before.add(fault.isAbrupt() ? 0 : lag.unfinished(fault.app(), ends.get(i)));
    }
    var at = new ArrayList<Long>();
    for (Fault fault : together) {
      at.add(System.nanoTime());
      fault.strike().run();
    }
    long struckMs = System.currentTimeMillis();
    var blows = new ArrayList<Blow>();
    for (int i = 0; i < together.size(); i++) {
      Fault fault = together.get(i);
      // what was there before the strike and is not committed after it was under way
      long unfinished = fault.isAbrupt() ? lag.unfinished(fault.app(), ends.get(i)) : before.get(i);
      var blow = new Blow(fault, fault.kind().op() + "-" + ++number, at.get(i), unfinished);
      begins(blow);
      blows.add(blow);
    }
    together.forEach(fault -> fault.heal().run());
    recover(blows, struckMs);
    together.forEach(fault -> fault.tidy().run());
    String last = blows.get(blows.size() - 1).id;
    awaitNewVerdict("the wall was put in order behind " + last, System.currentTimeMillis());
    blows.removeIf(blow -> blow.unfinished == 0);
    return blows;
  }

  private void begins(Blow blow) {
    String op = blow.fault.kind().op();
    if (blow.unfinished > 0) {
      history.invoke(
          op, blow.id, event -> told(event, blow.fault).with("unfinished", blow.unfinished));
    } else {
      history.info(op, blow.id, event -> told(event, blow.fault));
    }
  }

  private void recover(List<Blow> blows, long struckMs) {
    var steps = new HashMap<Blow, List<Double>>();
    try {
      for (Blow blow : blows) {
        steps.put(blow, steps(blow));
      }
      Blow last = blows.get(blows.size() - 1);
      awaitNewVerdict(last.id + " of " + last.fault.what(), struckMs);
    } catch (Patience.Lost e) {
      blows.forEach(
          blow -> history.fail(blow.fault.kind().op(), blow.id, String.valueOf(e.getMessage())));
      throw e;
    }
    long now = System.nanoTime();
    for (Blow blow : blows) {
      if (blow.unfinished > 0) {
        List<Double> each = steps.getOrDefault(blow, List.of());
        recovered(
            blow,
            blows.size(),
            each.stream().max(naturalOrder()).orElse((now - blow.atNanos) / 1e9),
            each);
      }
    }
  }

  private void recovered(Blow blow, int together, double seconds, List<Double> steps) {
    history.ok(
        blow.fault.kind().op(),
        blow.id,
        event -> {
          told(event, blow.fault).with("recoverySeconds", seconds).with("together", together);
          if (!steps.isEmpty()) {
            ArrayNode all = event.fields().putArray("stepSeconds");
            steps.forEach(all::add);
          }
          return event;
        });
    talk.accept(
        "%s of %s with %d records unfinished: new verdict in force after %.1f s%s"
            .formatted(blow.id, blow.fault.what(), blow.unfinished, seconds, bySteps(steps)));
  }

  private static String bySteps(List<Double> steps) {
    return steps.isEmpty()
        ? ""
        : steps.stream()
            .map("after %.1f s"::formatted)
            .collect(Collectors.joining(", ", " (by step: ", ")"));
  }

  /**
   * Takes the steps of a fault; answers how long the wall stood still at most after the strike and
   * after each of them, or nothing if it has none.
   */
  private List<Double> steps(Blow blow) {
    var still = new ArrayList<Double>();
    if (!blow.fault.steps().isEmpty()) {
      still.add(stillness(blow, blow.atNanos));
      for (Runnable step : blow.fault.steps()) {
        long at = System.nanoTime();
        step.run();
        still.add(stillness(blow, at));
      }
    }
    return still;
  }

  private double stillness(Blow blow, long atNanos) {
    var still = new Stillness(inForce.youngestMs(), atNanos);
    long sinceMs = System.currentTimeMillis();
    Patience.LONG.until(
        "a new verdict is in force after a step of " + blow.id + " of " + blow.fault.what(),
        () -> {
          restartTheDead();
          long youngestMs = inForce.youngestMs();
          long now = System.nanoTime();
          still.look(youngestMs, now);
          return youngestMs > sinceMs && now - atNanos >= STEP_LASTS.toNanos();
        });
    return still.seconds();
  }

  private static Event told(Event event, Fault fault) {
    return event.with("app", fault.app()).with("what", fault.what());
  }

  private void awaitNewVerdict(String after, long sinceMs) {
    Patience.LONG.until(
        "a new verdict is in force after " + after,
        () -> {
          restartTheDead();
          return inForce.youngestMs() > sinceMs;
        });
  }

  private void restartTheDead() {
    for (String name : wall.restartTheDead()) {
      talk.accept(name + " ended by itself and is started again");
      history.ok("ended", name, event -> event);
    }
  }
}
