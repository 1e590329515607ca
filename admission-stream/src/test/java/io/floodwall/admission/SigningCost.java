package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SigningMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What required signatures cost admission: intents a second through its topology on one thread,
 * unsigned and signed in turn, and signatures a second by themselves. Not a test; run by hand.
 */
final class SigningCost {
  private static final int INTENTS = 50_000;
  private static final int VERIFICATIONS = 20_000;
  private static final int ROUNDS = 3;
  private static final int AGENTS = 100;
  private static final String TOPIC = "floodwall.intents";
  private static final Hand HAND = Hand.of("cost");

  private SigningCost() {}

  @SuppressWarnings("ArrayRecordComponent") // of this loop alone, never compared
  private record Sent(byte[] key, byte[] value, Headers headers) {}

  public static void main(String... args) {
    List<Sent> unsigned = intents(false);
    List<Sent> signed = intents(true);
    for (int round = 0; round <= ROUNDS; round++) {
      double plain = perSecond(unsigned, SigningMode.OFF);
      double required = perSecond(signed, SigningMode.REQUIRED);
      double ceiling = verificationsPerSecond();
      System.out.printf(
          "%s unsigned %.0f/s, required %.0f/s, verify alone %.0f/s, required over the lower"
              + " %.2f%n",
          round == 0 ? "warm-up:" : "round " + round + ":",
          plain,
          required,
          ceiling,
          required / Math.min(plain, ceiling));
    }
  }

  private static List<Sent> intents(boolean signed) {
    var all = new ArrayList<Sent>(INTENTS);
    for (int i = 0; i < INTENTS; i++) {
      Draft draft = Draft.of("agent-" + i % AGENTS, Integer.toString(i));
      Headers headers =
          signed ? Hand.headers(HAND.signs(TOPIC, draft).toBytes()) : new RecordHeaders();
      all.add(new Sent(draft.agent().getBytes(UTF_8), draft.encoded(), headers));
    }
    return all;
  }

  private static double perSecond(List<Sent> intents, SigningMode mode) {
    try (var wall = new Wall(AdmissionConfig.RATE_BURST, "1000000")) {
      wall.order(Control.signing("", mode, true, "cost", "ops"));
      for (int i = 0; i < AGENTS; i++) {
        wall.order(HAND.publishedFor("agent-" + i));
      }
      long nanos = 0;
      int released = 0;
      for (int from = 0; from < INTENTS; from += 1_000) {
        long start = System.nanoTime();
        for (Sent sent : intents.subList(from, from + 1_000)) {
          wall.send(sent.key(), sent.value(), sent.headers(), Wall.T0);
        }
        nanos += System.nanoTime() - start;
        released += wall.records(wall.topics().candidates()).size();
      }
      if (released != INTENTS) {
        throw new IllegalStateException(released + " of " + INTENTS + " were released");
      }
      return INTENTS * 1e9 / nanos;
    }
  }

  private static double verificationsPerSecond() {
    SignatureHeader header = HAND.signs(TOPIC, Draft.of("agent-1", "1"));
    byte[] message = header.statement().toBytes();
    byte[] signature = header.signature().toArray();
    long start = System.nanoTime();
    for (int i = 0; i < VERIFICATIONS; i++) {
      if (!HAND.secret().publicKey().verifies(message, signature)) {
        throw new IllegalStateException("the signature does not verify");
      }
    }
    return VERIFICATIONS * 1e9 / (System.nanoTime() - start);
  }
}
