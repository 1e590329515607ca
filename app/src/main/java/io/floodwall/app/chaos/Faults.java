package io.floodwall.app.chaos;

import io.floodwall.app.broker.FolderDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/** Draws the faults of a campaign against one wall. */
final class Faults {
  /** Past the session of an application, 6 s. */
  private static final Duration CUT_FOR = Duration.ofSeconds(8);

  private static final Duration TROUBLE_FOR = Duration.ofSeconds(5);
  private static final Duration CLOCK_STEP = Duration.ofHours(1);
  private static final Duration DELAY = Duration.ofMillis(100);

  private final ChaosWall wall;
  private final Random random;

  Faults(ChaosWall wall, Random random) {
    this.wall = wall;
    this.random = random;
  }

  /** In drawn order: each application is killed once; of each other kind one strikes somewhere. */
  List<Fault> round(List<FaultKind> kinds) {
    var round = new ArrayList<Fault>();
    for (FaultKind kind : kinds) {
      if (kind == FaultKind.KILL) {
        wall.apps().forEach(app -> round.add(kill(app)));
      } else {
        round.add(one(kind, drawn(wall.apps())));
      }
    }
    Collections.shuffle(round, random);
    return round;
  }

  private Fault one(FaultKind kind, AppChild app) {
    return switch (kind) {
      case KILL -> kill(app);
      case PAUSE -> pause(app);
      case RESTART -> restart(app);
      case STATE_LOST -> stateLost(app);
      case SCALE -> scale(app);
      case CUT -> cut(app);
      case DELAY -> delay(app);
      case BROKER -> broker();
      case MIN_ISR -> minIsr();
      case DISK_FULL -> diskFull(app);
      case CLOCK -> clock(app);
    };
  }

  private static Fault kill(AppChild app) {
    Child process = app.process();
    return abrupt(FaultKind.KILL, app, process.name(), process::kill, process::startAgain);
  }

  private static Fault restart(AppChild app) {
    Child process = app.process();
    return gentle(FaultKind.RESTART, app, process.name(), process::stop, process::startAgain);
  }

  private static Fault stateLost(AppChild app) {
    Runnable strike =
        () -> {
          app.process().kill();
          FolderDeletion.delete(app.state());
        };
    return abrupt(
        FaultKind.STATE_LOST, app, app.process().name(), strike, app.process()::startAgain);
  }

  /**
   * A zombie: it wakes beside its successor, with records half written, finds its place, and the
   * successor goes.
   */
  private Fault pause(AppChild app) {
    var standIn = new ArrayList<AppChild>();
    Runnable tidy =
        () -> {
          app.process().thaw();
          ChaosWall.awaitReady(app);
          standIn.forEach(one -> one.process().stop());
        };
    return new Fault(
        FaultKind.PAUSE,
        app.app(),
        app.process().name(),
        true,
        app.process()::freeze,
        () -> standIn.add(more(app, 1)),
        List.of(),
        tidy);
  }

  private Fault scale(AppChild app) {
    var others = new ArrayList<AppChild>();
    Runnable strike =
        () -> {
          others.add(more(app, 1));
          others.add(more(app, 2));
          others.forEach(ChaosWall::awaitReady);
        };
    Runnable heal = () -> others.forEach(one -> one.process().stop());
    return gentle(FaultKind.SCALE, app, "1 -> 3 -> 1 instances", strike, heal);
  }

  private AppChild more(AppChild app, int number) {
    try {
      return wall.startInstance(app.app(), number);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start another " + app.app(), e);
    }
  }

  private Fault cut(AppChild app) {
    var wires = new ArrayList<>(wall.wires(app.app()));
    Collections.shuffle(wires, random);
    List<Proxy> some = wires.subList(0, 1 + random.nextInt(wires.size()));
    Runnable heal =
        () -> {
          Patience.pause(CUT_FOR);
          some.forEach(Proxy::mend);
        };
    String what = app.app() + " from " + some.size() + " of " + wires.size() + " brokers";
    return abrupt(FaultKind.CUT, app, what, () -> some.forEach(Proxy::cut), heal);
  }

  private Fault delay(AppChild app) {
    List<Proxy> wires = wall.wires(app.app());
    Runnable heal =
        () -> {
          Patience.pause(TROUBLE_FOR);
          wires.forEach(wire -> wire.delay(Duration.ZERO));
        };
    String what = app.app() + ", every piece by " + DELAY.toMillis() + " ms";
    return gentle(FaultKind.DELAY, app, what, () -> wires.forEach(wire -> wire.delay(DELAY)), heal);
  }

  private Fault broker() {
    var leader = new ArrayList<Child>();
    int partition = random.nextInt(wall.partitions());
    Runnable strike =
        () -> {
          leader.add(wall.leaderOfLedger(partition));
          leader.forEach(Child::kill);
        };
    return gentle(
        FaultKind.BROKER,
        ledger(),
        "the leader of ledger-" + partition,
        strike,
        () -> leader.forEach(Child::startAgain));
  }

  private Fault minIsr() {
    var brokers = new ArrayList<>(wall.brokers());
    brokers.remove(random.nextInt(brokers.size()));
    Runnable heal =
        () -> {
          Patience.pause(TROUBLE_FOR);
          brokers.forEach(Child::startAgain);
        };
    String names = brokers.stream().map(Child::name).collect(Collectors.joining(" and "));
    return gentle(FaultKind.MIN_ISR, ledger(), names, () -> brokers.forEach(Child::kill), heal);
  }

  private Fault diskFull(AppChild app) {
    Disk disk = drawn(wall.disks());
    Runnable heal =
        () -> {
          Patience.pause(TROUBLE_FOR);
          disk.free();
        };
    return gentle(FaultKind.DISK_FULL, app, disk.at().getFileName() + "", disk::fill, heal);
  }

  private static Fault clock(AppChild app) {
    SteppedClock clock = Objects.requireNonNull(app.clock(), "a wall with this fault has clocks");
    return new Fault(
        FaultKind.CLOCK,
        app.app(),
        app.process().name() + ", an hour on, then an hour behind, then right,",
        false,
        () -> clock.put(CLOCK_STEP),
        Faults::nothing,
        List.of(() -> clock.put(CLOCK_STEP.negated()), () -> clock.put(Duration.ZERO)),
        Faults::nothing);
  }

  private AppChild ledger() {
    return wall.apps().get(wall.apps().size() - 1);
  }

  private <T> T drawn(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static Fault abrupt(
      FaultKind kind, AppChild app, String what, Runnable strike, Runnable heal) {
    return new Fault(kind, app.app(), what, true, strike, heal, List.of(), Faults::nothing);
  }

  private static Fault gentle(
      FaultKind kind, AppChild app, String what, Runnable strike, Runnable heal) {
    return new Fault(kind, app.app(), what, false, strike, heal, List.of(), Faults::nothing);
  }

  private static void nothing() {}
}
