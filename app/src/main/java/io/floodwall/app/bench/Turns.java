package io.floodwall.app.bench;

import java.util.function.LongSupplier;

/**
 * The rounds of a benchmark, in each of which every lane has its turn; in a short run as many of
 * them, and as long, as there is time for.
 */
final class Turns {
  /** The intents of a round that serves to warm up, or to see how fast a lane is. */
  static final int SHORT_INTENTS = 20_000;

  private static final int LEAST_INTENTS = 10_000;

  private final BenchSettings settings;
  private final LongSupplier spentMs;
  private final int leastIntents;
  private final double secondsBeside;
  private final Round round;
  private double secondsPerIntent;
  private int rounds;
  private int perRound;

  /** A flood through each lane. */
  @FunctionalInterface
  interface Round {
    /**
     * Runs it.
     *
     * @param counts whether it is measured, rather than a warm-up
     * @return the seconds that an intent took, of all lanes together
     */
    double run(String name, int intents, boolean counts);
  }

  /**
   * None yet.
   *
   * @param secondsPerIntent of all lanes together, guessed until they have run
   */
  Turns(BenchSettings settings, double secondsPerIntent, Round round) {
    this(settings, BenchSettings::spentMs, LEAST_INTENTS, 0, secondsPerIntent, round);
  }

  /**
   * The same for rounds that take time beside their intents.
   *
   * @param spentMs the time since the run began
   * @param leastIntents a round has, however slow the machine is
   * @param secondsBeside what a first round takes without any intent, guessed
   */
  Turns(
      BenchSettings settings,
      LongSupplier spentMs,
      int leastIntents,
      double secondsBeside,
      double secondsPerIntent,
      Round round) {
    this.settings = settings;
    this.spentMs = spentMs;
    this.leastIntents = leastIntents;
    this.secondsBeside = secondsBeside;
    this.secondsPerIntent = secondsPerIntent;
    this.round = round;
  }

  void warmUp() {
    int left = settings.warmUp();
    while (left > 0 && !(settings.isQuick() && spentMs.getAsLong() > settings.quickMs() / 2)) {
      int intents = Math.min(left, settings.isQuick() ? SHORT_INTENTS : settings.intents());
      secondsPerIntent = round.run("warm-up", intents, false);
      left -= intents;
    }
  }

  /** Those that count, one at least. */
  void measure() {
    perRound = intentsThatFit();
    while (rounds < settings.rounds() && (rounds == 0 || isTimeForAnother())) {
      rounds++;
      secondsPerIntent = round.run("round " + rounds, perRound, true);
    }
  }

  /** A round's intents; in a short run on a slow machine, as many as there is time for. */
  private int intentsThatFit() {
    if (!settings.isQuick()) {
      return settings.intents();
    }
    double seconds = (settings.quickMs() - spentMs.getAsLong()) / 1e3 - secondsBeside;
    return (int) Math.max(leastIntents, Math.min(settings.intents(), seconds / secondsPerIntent));
  }

  /** Whether another round fits into what is left of a short run's time. */
  private boolean isTimeForAnother() {
    return !settings.isQuick()
        || spentMs.getAsLong() + secondsPerIntent * perRound * 1e3 < settings.quickMs();
  }

  /** How many counted. */
  int rounds() {
    return rounds;
  }

  /** The intents of each that counted. */
  int perRound() {
    return perRound;
  }
}
