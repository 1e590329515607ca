package io.floodwall.app.hammer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.TrustPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Time;

/** Those who check while somebody writes: the mirror, the readers and the verifiers at work. */
final class Crew implements AutoCloseable {
  private static final long JOIN_MS = 60_000;
  private static final long LOOK_EVERY_MS = 10;

  private final Pulse pulse;
  private final Mirror mirror;
  private final Thread following;
  private final Verifier last;
  private final List<Thread> checkers = new ArrayList<>();
  private volatile boolean isChecking = true;

  /** Sets {@code blows}' readers and verifiers to work; what they find goes to {@code pulse}. */
  Crew(Wall wall, Trust trust, HammerRun.Blows blows, Pulse pulse) {
    String name = wall.prefix().substring(0, wall.prefix().length() - 1);
    this.pulse = pulse;
    this.mirror = new Mirror(wall, pulse);
    this.last = new Verifier(wall, name, trust, pulse, () -> false);
    List<TrustPolicy> policies =
        IntStream.range(0, wall.partitions())
            .mapToObj(partition -> trust.of(Chain.origin(name, partition)))
            .toList();
    this.following = started("mirror", mirror);
    for (int i = 0; i < blows.readers(); i++) {
      var random = new Random(blows.seed() + i);
      var reader =
          new Reader(
              mirror.chains(), policies, pulse, random, blows.proofsPerSecond(), () -> isChecking);
      checkers.add(started("reader-" + i, reader));
    }
    for (int i = 0; i < blows.verifiers(); i++) {
      var verifier = new Verifier(wall, name, trust, pulse, () -> isChecking);
      checkers.add(started("verifier-" + i, () -> whenSigned(verifier)));
    }
  }

  /** A ledger that nobody has signed yet proves nothing. */
  private void whenSigned(Verifier verifier) {
    while (isChecking && !mirror.chains().stream().allMatch(chain -> chain.checkpoints() > 0)) {
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
    verifier.run();
  }

  /** Sends them home, but for the mirror. */
  void stopChecking() {
    isChecking = false;
    checkers.forEach(Crew::join);
  }

  /** One last look at everything, when all of it is under a checkpoint. */
  void checkAll() {
    if (checkpoints() == 0) {
      pulse.failure("there is no checkpoint");
    }
    last.pass();
  }

  /** How many checkpoints the mirror has seen. */
  int checkpoints() {
    return mirror.chains().stream().mapToInt(MirroredChain::checkpoints).sum();
  }

  @Override
  public void close() {
    stopChecking();
    mirror.close();
    join(following);
  }

  static Thread started(String name, Runnable work) {
    var thread = new Thread(work, "hammer-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  static void join(Thread thread) {
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.ERROR, "interrupted", e);
    }
  }
}
