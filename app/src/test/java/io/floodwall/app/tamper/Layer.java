package io.floodwall.app.tamper;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.commands.Said;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Pins;
import io.floodwall.client.UntrustedLedgerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What somebody has who looks for tampering, and the commands he looks with. */
enum Layer {
  /** Entries and heads. */
  CHAIN("chain only") {
    @Override
    Look look(Place place, Trusted with) {
      return found(place, "ledger", "verify", "--partition", "" + place.partition());
    }
  },
  /** These, tiles and signed checkpoints, and the log's key from elsewhere. */
  CHECKPOINT("checkpoint") {
    @Override
    Look look(Place place, Trusted with) {
      return found(place, "fsck", "--vkey", with.vkey(), "--partition", "" + place.partition());
    }
  },
  /** The same, a policy, and the witness itself. */
  WITNESS("witness") {
    @Override
    Look look(Place place, Trusted with) throws IOException {
      String policy = with.policy().toString();
      Look own = found(place, "fsck", "--policy", policy, "--partition", "" + place.partition());
      return own.found() ? own : shown(place, with.witness());
    }
  },
  /** Chain and checkpoint, and the deployer with the last checkpoint it saw. */
  PIN("deployer pin") {
    @Override
    Look look(Place place, Trusted with) throws IOException {
      Look own = CHECKPOINT.look(place, with);
      return own.found() ? own : doubts(place, with);
    }

    private Look doubts(Place place, Trusted with) {
      var told = new ConcurrentLinkedQueue<String>();
      try (DeployerClient deployer =
          DeployerClient.builder()
              .bootstrap(place.bootstrap())
              .name("d")
              .vkey(with.vkey())
              .pins(Pins.in(with.pins()))
              .receiptPatience(Duration.ofSeconds(5), told::add)
              .open()) {
        if (deployer.poll(1, PATIENCE).isEmpty()) {
          throw new AssertionError("nothing was handed out and nothing doubted: " + told);
        }
        return new Look(false, "a decision is handed out");
      } catch (UntrustedLedgerException e) {
        if (e.evidence().isEmpty()) {
          throw new AssertionError("there is no evidence", e);
        }
        return new Look(true, e.toString());
      }
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String column;

  Layer(String column) {
    this.column = column;
  }

  /** Where a chain lies. */
  record Place(String bootstrap, int partition) {}

  /**
   * What is kept where the attacker does not get.
   *
   * @param pins of the deployer who looks; it moves on when it finds nothing
   */
  record Trusted(String vkey, Path policy, WitnessProcess witness, Path pins) {}

  /** Whether something is wrong, and what was said. */
  record Look(boolean found, String said) {}

  /** Its heading in the table. */
  String column() {
    return column;
  }

  /** Looks; every other end than "all is well" and "tampered with" is an error. */
  abstract Look look(Place place, Trusted with) throws IOException;

  static Look found(Place place, String... words) {
    return known(say(place, words), ExitCode.OK, ExitCode.TAMPER);
  }

  /** What the witness does with the checkpoints that are there. */
  static Look shown(Place place, WitnessProcess witness) throws IOException {
    Said said = say(place, "witness", "feed", "--once", "--witness", witness.option());
    Look look = known(said, ExitCode.OK, ExitCode.REFUSED);
    if (look.found() && witness.evidence() == 0) {
      throw new AssertionError("the witness refused and kept no evidence: " + said);
    }
    return look;
  }

  static Look known(Said said, int well, int bad) {
    if (said.exit() != well && said.exit() != bad) {
      throw new AssertionError("neither found nor passed: " + said);
    }
    return new Look(said.exit() == bad, said.toString());
  }

  static Said say(Place place, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--bootstrap", place.bootstrap()));
    return Said.by(all.toArray(String[]::new));
  }
}
