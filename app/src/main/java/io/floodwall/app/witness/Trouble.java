package io.floodwall.app.witness;

import java.util.function.Consumer;

/**
 * Tells what is in the way at one witness: once when it begins or changes, once when it is over.
 */
final class Trouble {
  /** A tile that has not come is no trouble yet: it comes with the next records. */
  private static final int WAITING_ROUNDS_MAX = 30;

  private final String witness;
  private final Consumer<String> talk;
  private Feeder.Result told = Feeder.Result.DONE;
  private int waiting;

  Trouble(String witness, Consumer<String> talk) {
    this.witness = witness;
    this.talk = talk;
  }

  void after(Feeder.Round round) {
    waiting = round.result() == Feeder.Result.WAITING ? waiting + 1 : 0;
    if (round.result() == told || (waiting > 0 && waiting < WAITING_ROUNDS_MAX)) {
      return;
    }
    told = round.result();
    talk.accept(
        told == Feeder.Result.DONE
            ? witness + " cosigns again"
            : witness + ": " + round.why() + " (it is tried again until it cosigns)");
  }
}
