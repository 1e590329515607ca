package io.floodwall.app.deployer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.FencedException;
import io.floodwall.client.UntrustedLedgerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Takes decisions, has the command run for each, and tells what became of it, until it is stopped:
 * then what has not started is given back, and what runs is waited for.
 */
final class Deploying {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(8);

  private final DeployerClient client;
  private final Workers workers;
  private final Lanes lanes;
  private final Duration stopPatience;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Attempt> unwritten = new ArrayList<>();
  private long left;
  private @Nullable Long stopDeadline;
  private boolean killed;
  private @Nullable UntrustedLedgerException doubt;

  /** Who hears of attempts that are over. */
  interface Told {
    /** It is on the log. */
    void written(Attempt attempt);

    /** It is not, and will not be. */
    void lost(Attempt attempt, String why);
  }

  Deploying(DeployerClient client, Workers workers, Lanes lanes, Duration stopPatience) {
    this.client = client;
    this.workers = workers;
    this.lanes = lanes;
    this.stopPatience = stopPatience;
  }

  /** Takes no more, and ends once what runs has ended; for any thread. */
  void stop() {
    stop.set(true);
  }

  /**
   * Works until it is stopped, or has done {@code max} decisions, or {@code enough} is.
   *
   * @throws CommandException when the command cannot be run at all
   */
  void run(long max, BooleanSupplier enough, Told told) {
    left = max;
    try {
      while (!isOver()) {
        if (left > 0 && enough.getAsBoolean()) {
          left = 0;
        }
        turn(told);
      }
    } catch (FencedException e) {
      workers.stopAll("another deployer took over");
      awaitRunning(KILL_PATIENCE, e, told);
      throw e;
    } catch (KafkaException e) {
      awaitRunning(stopPatience, e, told);
      workers.stopAll("Kafka failed");
      awaitRunning(KILL_PATIENCE, e, told);
      throw e;
    }
    CommandException broken = workers.broken();
    if (broken != null) {
      throw broken;
    }
    if (doubt != null) {
      throw doubt;
    }
  }

  private boolean isOver() {
    return (left == 0 || isStopping()) && lanes.isIdle() && unwritten.isEmpty();
  }

  private boolean isStopping() {
    return stop.get() || workers.broken() != null || doubt != null;
  }

  private void turn(Told told) {
    if (isStopping()) {
      windDown();
    }
    int room = isStopping() ? 0 : (int) Math.min(lanes.room(), left);
    List<Delivery> taken = taken(room);
    left -= taken.size();
    taken.forEach(lanes::add);
    if (!isStopping()) {
      lanes.start().forEach(workers::start);
    }
    takeOver();
    tell(told);
  }

  /** What the client hands out; once the ledger is in doubt, what runs is finished and no more. */
  private List<Delivery> taken(int room) {
    try {
      return client.poll(room, STEP);
    } catch (UntrustedLedgerException e) {
      doubt = e;
      return List.of();
    }
  }

  private void windDown() {
    lanes.drain().forEach(this::giveBack);
    long now = System.nanoTime();
    if (stopDeadline == null) {
      stopDeadline = now + stopPatience.toNanos();
    }
    if (!killed && now - stopDeadline >= 0) {
      killed = true;
      workers.stopAll("the deployer was stopped");
    }
  }

  private void giveBack(Delivery delivery) {
    unwritten.add(new Attempt(delivery, Ended.GIVEN_BACK, delivery.release()));
  }

  private void takeOver() {
    for (Delivery delivery : workers.notRun()) {
      lanes.ended(delivery);
      giveBack(delivery);
    }
    for (Attempt attempt : workers.over()) {
      lanes.ended(attempt.delivery());
      unwritten.add(attempt);
    }
  }

  private void tell(Told told) {
    for (Iterator<Attempt> all = unwritten.iterator(); all.hasNext(); ) {
      Attempt attempt = all.next();
      if (attempt.written().isDone()) {
        all.remove();
        String why = attempt.refused();
        if (why == null) {
          told.written(attempt);
        } else {
          told.lost(attempt, why);
        }
      }
    }
  }

  /** Waits for what runs though nothing can be written any more, and says what it came to. */
  private void awaitRunning(Duration patience, RuntimeException why, Told told) {
    long deadline = System.nanoTime() + patience.toNanos();
    takeOver();
    while (lanes.running() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(STEP.toNanos());
      takeOver();
    }
    unwritten.forEach(attempt -> told.lost(attempt, String.valueOf(why.getMessage())));
    unwritten.clear();
  }
}
