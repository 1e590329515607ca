package io.floodwall.app.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A seeded sequence of faults, one after the other, each at a drawn moment at which its target had
 * work unfinished, each measured until the first new verdict is in force.
 *
 * <p>What counts as new: the verdict of an intent that the broker appended after the strike.
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

  /** Goes through rounds of faults until the plan is fulfilled. */
  void run() {
    long end = System.nanoTime() + plan.duration().toNanos();
    while (kills < plan.kills() || System.nanoTime() < end) {
      for (Fault fault : round()) {
        if (kills >= plan.kills() && System.nanoTime() >= end) {
          return;
        }
        inflict(fault);
      }
    }
  }

  /** Each application is killed once; of each other kind one strikes somewhere. */
  private List<Fault> round() {
    var round = new ArrayList<Fault>();
    for (FaultKind kind : plan.faults()) {
      switch (kind) {
        case KILL -> wall.apps().forEach(app -> round.add(new Kill(app)));
        case RESTART -> round.add(new Restart(drawn()));
        case PAUSE -> round.add(new Pause(wall, drawn()));
      }
    }
    Collections.shuffle(round, random);
    return round;
  }

  private AppChild drawn() {
    return wall.apps().get(random.nextInt(wall.apps().size()));
  }

  private void inflict(Fault fault) {
    for (int tried = 0; tried < TRIES_MAX; tried++) {
      Patience.pause(Duration.ofMillis(random.nextInt(DELAY_MS_MAX)));
      if (struck(fault)) {
        kills += fault.op().equals("kill") ? 1 : 0;
        return;
      }
    }
    throw new Patience.Lost(fault.app() + " has work unfinished when it is struck", Duration.ZERO);
  }

  /** Answers whether work was unfinished when it struck: only then it proves something. */
  private boolean struck(Fault fault) {
    lag.awaitWork(fault.app());
    Map<TopicPartition, Long> ends = lag.ends(fault.app());
    long before = lag.unfinished(fault.app(), ends);
    long struck = System.nanoTime();
    fault.strike();
    long struckMs = System.currentTimeMillis();
    // what was there before the strike and is not committed after it was under way
    long unfinished = fault.isClean() ? before : lag.unfinished(fault.app(), ends);
    String id = fault.op() + "-" + ++number;
    if (unfinished > 0) {
      history.invoke(
          fault.op(), id, event -> event.with("app", fault.app()).with("unfinished", unfinished));
    } else {
      history.info(fault.op(), id, event -> event.with("app", fault.app()));
    }
    fault.heal();
    try {
      awaitNewVerdict(id + " of " + fault.app(), struckMs);
    } catch (Patience.Lost e) {
      history.fail(fault.op(), id, String.valueOf(e.getMessage()));
      throw e;
    }
    double seconds = (System.nanoTime() - struck) / 1e9;
    if (unfinished > 0) {
      history.ok(
          fault.op(), id, event -> event.with("app", fault.app()).with("recoverySeconds", seconds));
      talk.accept(
          "%s of %s with %d records unfinished: new verdict in force after %.1f s"
              .formatted(id, fault.app(), unfinished, seconds));
    }
    fault.tidy();
    awaitNewVerdict("the wall was put in order behind " + id, System.currentTimeMillis());
    return unfinished > 0;
  }

  private void awaitNewVerdict(String after, long sinceMs) {
    Patience.LONG.until(
        "a new verdict is in force after " + after, () -> inForce.youngestMs() > sinceMs);
  }
}
