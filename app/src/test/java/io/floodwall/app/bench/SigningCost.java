package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SigningMode;
import io.floodwall.tlog.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What required signatures cost admission: intents a second through it on a real broker, with one
 * stream thread, unsigned and signed in turns, and signatures a second by themselves on one thread.
 *
 * <p>The intents of a round lie in their topic before admission starts; the rate is that of their
 * releases, from the first to the last. Not run with the tests; {@code docs/performance.md} says
 * how.
 */
@Timeout(900)
final class SigningCost {
  private static final int INTENTS = Integer.getInteger("floodwall.intents", 40_000);
  private static final int ROUNDS = Integer.getInteger("floodwall.rounds", 3);
  private static final int WARM_UPS = 1;
  private static final double GOAL = 0.8;

  @Test
  void requiredSignaturesReachFourFifthsOfTheLowerOfUnsignedAndVerifyingAlone() {
    double[] shares = new double[ROUNDS];
    try (var broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
        var plain = SigningLane.open(broker, "unsigned.", SigningMode.OFF, "auto");
        var ahead = SigningLane.open(broker, "ahead.", SigningMode.REQUIRED, "auto");
        var inTurn = SigningLane.open(broker, "inturn.", SigningMode.REQUIRED, "0")) {
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        double unsigned = plain.perSecond(INTENTS);
        double required = ahead.perSecond(INTENTS);
        double oneThread = inTurn.perSecond(INTENTS);
        double alone = verificationsPerSecond(ahead.signed());
        double share = required / Math.min(unsigned, alone);
        System.out.printf(
            "%s: unsigned %.0f/s, required %.0f/s, verifying alone %.0f/s, share %.2f; with no"
                + " thread ahead %.0f/s, %.2f%n",
            round < 0 ? "warm-up" : "round " + (round + 1),
            unsigned,
            required,
            alone,
            share,
            oneThread,
            oneThread / Math.min(unsigned, alone));
        if (round >= 0) {
          shares[round] = share;
        }
      }
    }
    Arrays.sort(shares);
    assertThat(shares[ROUNDS / 2]).as("the median share").isGreaterThanOrEqualTo(GOAL);
  }

  private static double verificationsPerSecond(List<SigningLane.Signed> all) {
    long start = System.nanoTime();
    for (SigningLane.Signed one : all) {
      PublicKey key = one.key();
      SignatureHeader header = one.header();
      assertThat(key.verifies(header.statement().toBytes(), header.signature().toArray())).isTrue();
    }
    return all.size() * 1e9 / (System.nanoTime() - start);
  }
}
