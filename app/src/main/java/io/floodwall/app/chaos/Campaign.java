package io.floodwall.app.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A seeded sequence of faults, one after the other, each at a drawn moment at which its target had
 * work unfinished, each measured until the first new verdict is in force.
 *
 * <p>What counts as new: the verdict of an intent that the broker appended after the strike. What
 * ends by itself meanwhile is started again, as by a supervisor, and noted.
 */
final class Campaign {
  private static final int DELAY_MS_MAX = 600;
  private static final int TRIES_MAX = 10;

  private final ChaosPlan plan;
  private final ChaosWall wall;
  private final InForce inForce;
  private final History history;
  private final Consumer<String> talk;
  private final Random random;
  private final Lag lag;
  private int number;
  private int kills;

  Campaign(
      ChaosPlan plan, ChaosWall wall, InForce inForce, History history, Consumer<String> talk) {
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
    long end = System.nanoTime() + plan.duration().toNanos();
    var faults = new Faults(wall, random);
    boolean killsAlone = plan.killsAlone();
    do {
      for (Fault fault : faults.round(plan.faults())) {
        if (killsAlone && kills >= plan.kills() && System.nanoTime() >= end) {
          return;
        }
        inflict(fault);
      }
    } while ((plan.kills() > kills && plan.faults().contains(FaultKind.KILL))
        || System.nanoTime() < end);
  }

  private void inflict(Fault fault) {
    for (int tried = 0; tried < TRIES_MAX; tried++) {
      Patience.pause(Duration.ofMillis(random.nextInt(DELAY_MS_MAX)));
      if (struck(fault)) {
        kills += fault.kind() == FaultKind.KILL ? 1 : 0;
        return;
      }
    }
    throw new Patience.Lost(fault.app() + " has work unfinished when it is struck", Duration.ZERO);
  }

  /** Answers whether work was unfinished when it struck: only then it proves something. */
  private boolean struck(Fault fault) {
    lag.awaitWork(fault.app());
    Map<TopicPartition, Long> ends = lag.ends(fault.app());
    long before = fault.isAbrupt() ? 0 : lag.unfinished(fault.app(), ends);
    long struck = System.nanoTime();
    fault.strike().run();
    long struckMs = System.currentTimeMillis();
    // what was there before the strike and is not committed after it was under way
    long unfinished = fault.isAbrupt() ? lag.unfinished(fault.app(), ends) : before;
    String op = fault.kind().op();
    String id = op + "-" + ++number;
    if (unfinished > 0) {
      history.invoke(op, id, event -> told(event, fault).with("unfinished", unfinished));
    } else {
      history.info(op, id, event -> told(event, fault));
    }
    fault.heal().run();
    try {
      awaitNewVerdict(id + " of " + fault.what(), struckMs);
    } catch (Patience.Lost e) {
      history.fail(op, id, String.valueOf(e.getMessage()));
      throw e;
    }
    double seconds = (System.nanoTime() - struck) / 1e9;
    if (unfinished > 0) {
      history.ok(op, id, event -> told(event, fault).with("recoverySeconds", seconds));
      talk.accept(
          "%s of %s with %d records unfinished: new verdict in force after %.1f s"
              .formatted(id, fault.what(), unfinished, seconds));
    }
    fault.tidy().run();
    awaitNewVerdict("the wall was put in order behind " + id, System.currentTimeMillis());
    return unfinished > 0;
  }

  private static Event told(Event event, Fault fault) {
    return event.with("app", fault.app()).with("what", fault.what());
  }

  private void awaitNewVerdict(String after, long sinceMs) {
    Patience.LONG.until(
        "a new verdict is in force after " + after,
        () -> {
          for (String name : wall.restartTheDead()) {
            talk.accept(name + " ended by itself and is started again");
            history.ok("ended", name, event -> event);
          }
          return inForce.youngestMs() > sinceMs;
        });
  }
}
