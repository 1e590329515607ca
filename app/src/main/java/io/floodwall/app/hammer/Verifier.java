package io.floodwall.app.hammer;

import io.floodwall.app.proof.SealedChain;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.tlog.ChainExam;
import io.floodwall.tlog.ChainReport;
import io.floodwall.tlog.Check;
import io.floodwall.tlog.Trust;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;

/** Checks the whole ledger from its first entry on, again and again, while it grows. */
final class Verifier implements Runnable {
  private static final long PAUSE_MS = 500;

  private final Wall wall;
  private final String name;
  private final Trust trust;
  private final Pulse pulse;
  private final BooleanSupplier goesOn;

  Verifier(Wall wall, String name, Trust trust, Pulse pulse, BooleanSupplier goesOn) {
    this.wall = wall;
    this.name = name;
    this.trust = trust;
    this.pulse = pulse;
    this.goesOn = goesOn;
  }

  @Override
  public void run() {
    while (goesOn.getAsBoolean()) {
      try {
        pass();
      } catch (KafkaException e) {
        pulse.failure("a full verification could not read: " + e);
      }
      Time.SYSTEM.sleep(PAUSE_MS);
    }
  }

  /** One look at everything. */
  void pass() {
    for (int partition = 0; partition < wall.partitions(); partition++) {
      var chain = new SealedChain(wall, partition);
      var exam = new ChainExam(Chain.origin(name, partition), trust);
      chain.tell(exam);
      chain.entries(exam, entry -> {}, (done, total) -> {});
      ChainReport report = exam.end();
      for (Check check : report.checks()) {
        if (check.status() == Check.Status.FAIL) {
          pulse.failure(report.origin() + " " + check.name() + ": " + check.detail());
        }
      }
    }
    pulse.fullPass();
  }
}
