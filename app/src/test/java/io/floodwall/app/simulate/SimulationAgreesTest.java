package io.floodwall.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random scripts: the wall and the plain reading of the protocol answer the same lines. */
class SimulationAgreesTest {
  private static final List<String> POLICIES =
      List.of(
          "no-global-destroy",
          "blast-needs-priority",
          "resource-allowlist",
          "freeze-window",
          "freeze-window-off");
  private static final List<String> AGENTS = List.of("a", "b", "café", "say \"hi\" \\ bye", "");
  private static final List<String> RESOURCES = List.of("web", "api", "ledger-db", "");
  private static final List<String> AMOUNTS =
      List.of(
          "0", "0.5", "1", "2", "0.333333", "0.1", "2.9999999", "1e1", "7E-7", "3e18", "1e-400");
  private static final int LINES = 120;

  private final List<String> expected = new ArrayList<>();
  private final List<String> answered = new ArrayList<>();
  private final Simulation simulation = new Simulation();
  private SplittableRandom random;
  private ProtocolReference reference;
  private BigInteger now = BigInteger.ZERO;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyAnswerIsTheProtocols(long seed) throws BadLineException {
    play(seed);
    assertThat(answered).as("seed %d", seed).containsExactlyElementsOf(expected);
  }

  @Test
  void theScriptsReachEveryOutcomeAndVerdict() throws BadLineException {
    for (long seed = 0; seed < 20; seed++) {
      play(seed);
    }
    assertThat(String.join("\n", answered))
        .contains("\"queued\"", "\"rate_limited\"", "\"backpressure\"", "\"none\":true")
        .contains("\"verdict\":\"admit\"", "\"verdict\":\"defer\"", "\"verdict\":\"reject\"")
        .contains(
            "human sign-off", "blast radius needs", "not on the allowlist", "freeze in effect");
  }

  private void play(long seed) throws BadLineException {
    random = new SplittableRandom(seed);
    configure();
    for (int i = 0; i < LINES; i++) {
      step();
    }
    give("{\"op\":\"drain\"}", reference.drain());
    give("{\"op\":\"state\"}", List.of(reference.state()));
  }

  private void step() throws BadLineException {
    int kind = random.nextInt(100);
    if (kind < 70) {
      submit();
    } else if (kind < 90) {
      give("{\"op\":\"tick\"}", List.of(reference.tick()));
    } else if (kind < 93) {
      give("{ \"op\" : \"drain\" }\r", reference.drain());
    } else if (kind < 97) {
      give("{\"op\":\"state\"}", List.of(reference.state()));
    } else if (kind < 99) {
      give(random.nextBoolean() ? "# a note" : "  \t\r", List.of());
    } else {
      configure();
    }
  }

  private void configure() throws BadLineException {
    BigInteger capacity =
        random.nextInt(20) == 0 ? u64() : BigInteger.valueOf(random.nextInt(0, 12));
    String burst = pick(AMOUNTS);
    String refill = pick(AMOUNTS);
    List<String> policies = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      policies.add(pick(POLICIES));
    }
    List<String> allow = random.nextBoolean() ? List.of("web", "web", "") : List.of("api");
    reference =
        new ProtocolReference(
            new ProtocolReference.Config(
                capacity, new BigDecimal(burst), new BigDecimal(refill), policies, allow));
    give(
        "{\"op\":\"config\",\"capacity\":%d,\"burst\":%s,\"refill\":%s,\"policies\":%s,\"allow\":%s}"
            .formatted(capacity, burst, refill, array(policies), array(allow)),
        List.of("{\"op\":\"config\"}"));
  }

  private void submit() throws BadLineException {
    passTime();
    String action = pick(List.of("apply", "scale", "destroy"));
    long replicas = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 32);
    var intent =
        new ProtocolReference.Submit(
            u64(),
            pick(AGENTS),
            action,
            pick(RESOURCES),
            replicas,
            pick(List.of("bulk", "normal", "urgent", "pager")),
            pick(List.of("cell", "service", "region", "global")),
            now);
    String extra =
        switch (action) {
          case "apply" -> ",\"manifest\":\"kind: Web\\n\"";
          case "scale" -> ",\"replicas\":" + replicas;
          default -> "";
        };
    give(
        ("{\"now\":%d,\"blast\":\"%s\",\"priority\":\"%s\",\"resource\":\"%s\",\"action\":\"%s\","
                + "\"agent\":\"%s\",\"id\":%d%s,\"op\":\"submit\"}")
            .formatted(
                intent.now(),
                intent.blast(),
                intent.priority(),
                intent.resource(),
                action,
                intent.agent().replace("\\", "\\\\").replace("\"", "\\\""),
                intent.id(),
                extra),
        List.of(reference.submit(intent)));
  }

  /** Mostly a small step, sometimes none, one back, or a leap to anywhere. */
  private void passTime() {
    int kind = random.nextInt(20);
    if (kind == 0) {
      now = u64();
    } else if (kind == 1) {
      now = now.subtract(BigInteger.valueOf(random.nextInt(10))).max(BigInteger.ZERO);
    } else if (kind < 14) {
      now =
          now.add(BigInteger.valueOf(random.nextInt(4)))
              .min(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    }
  }

  private BigInteger u64() {
    long bits = random.nextLong();
    return new BigInteger(
        Long.toUnsignedString(
            switch (random.nextInt(4)) {
              case 0 -> bits;
              case 1 -> bits & 0xFF;
              case 2 -> -1 - (bits & 3);
              default -> Long.MAX_VALUE - 1 + (bits & 3);
            }));
  }

  private void give(String line, List<String> answers) throws BadLineException {
    simulation.accept(line, answered::add);
    expected.addAll(answers);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String array(List<String> texts) {
    return "[" + String.join(",", texts.stream().map(text -> '"' + text + '"').toList()) + "]";
  }
}
