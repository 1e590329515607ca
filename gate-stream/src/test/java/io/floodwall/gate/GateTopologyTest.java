package io.floodwall.gate;

import static io.floodwall.gate.GateStory.CODECS;
import static io.floodwall.gate.GateStory.CONFIG;
import static io.floodwall.gate.GateStory.RELEASED_MS;
import static io.floodwall.gate.GateStory.T0;
import static io.floodwall.gate.GateStory.TOPICS;
import static io.floodwall.gate.GateStory.ofTenant;
import static io.floodwall.gate.GateStory.released;
import static io.floodwall.gate.GateStory.scale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.runtime.Meters;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the gate says of candidates, as stories on its topology. */
final class GateTopologyTest {
  private final GateStory gate = new GateStory();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void topologyIsTheOneInTheGoldenFile() throws IOException {
    try (InputStream golden = GateTopologyTest.class.getResourceAsStream("/gate-topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(GateTopology.build(CONFIG, CODECS, Meters.unscraped()).describe().toString())
          .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Nested
  class Verdicts {
    @Test
    void candidateWhoseBundleAdmitsItGoesToAdmitted() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(scale("deployer", "1", "web"));

      var ruled = gate.decisions(Verdict.ADMIT);
      assertThat(ruled).hasSize(1);
      assertThat(ruled.get(0).decision().ruling().reason()).isEqualTo(Reason.ADMITTED);
      assertThat(gate.decisions()).isEmpty();
    }

    @Test
    void candidateWhoseBundleDefersItGoesToDeferred() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(scale("deployer", "1", "database"));

      var ruled = gate.decisions(Verdict.DEFER);
      assertThat(ruled).hasSize(1);
      assertThat(ruled.get(0).decision().ruling().text())
          .isEqualTo("resource 'database' is not on the allowlist");
      assertThat(gate.decisions()).isEmpty();
    }

    @Test
    void candidateWhoseBundleRejectsItGoesToRejected() {
      gate.publish(PolicyBundle.shipped());
      gate.propose(
          Intent.of("chaos", "1", new Action.Destroy("web"), Priority.PAGER, BlastRadius.GLOBAL));

      var ruled = gate.decisions(Verdict.REJECT);
      assertThat(ruled).hasSize(1);
      assertThat(ruled.get(0).decision().ruling().text())
          .isEqualTo("destructive global change requires human sign-off");
      assertThat(gate.decisions()).isEmpty();
    }

    @Test
    void tenantWithoutABundleIsRejected() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(ofTenant("acme", scale("deployer", "1", "web")));

      Decision decision = gate.decision();
      assertThat(decision.verdict()).isEqualTo(Verdict.REJECT);
      assertThat(decision.ruling().reason()).isEqualTo(Reason.UNKNOWN_TENANT);
      assertThat(decision.bundle()).isNull();
    }

    @Test
    void agentThatTheBundleDoesNotListIsRejected() {
      gate.publish(Bundle.listingAgents("default", 1, "deployer"));
      gate.propose(scale("stranger", "1", "web"), scale("deployer", "1", "web"));

      assertThat(gate.decisions())
          .extracting(ruled -> ruled.decision().ruling().reason())
          .containsExactly(Reason.AGENT_NOT_IN_TENANT, Reason.ADMITTED);
    }

    @Test
    void freezeIsJudgedByTheMomentOfReleaseAndNotByTheGatesClock() {
      gate.publish(Bundle.frozenFrom("default", 1, T0.toString()));
      Intent intent = scale("deployer", "1", "web");
      gate.candidate(
          "deployer", CODECS.candidate().encode(released(intent, T0.toEpochMilli() - 1)));
      gate.candidate("deployer", CODECS.candidate().encode(released(intent, T0.toEpochMilli())));

      assertThat(gate.decisions())
          .extracting(ruled -> ruled.decision().verdict())
          .containsExactly(Verdict.ADMIT, Verdict.DEFER);
    }

    @Test
    void decisionCarriesTheCandidatesIntentAndFactsUnchanged() {
      gate.publish(PolicyBundle.shipped());
      Intent intent = scale("deployer", "1", "web");
      gate.propose(intent);

      Decision decision = gate.decision();
      assertThat(decision.intent()).isEqualTo(intent);
      assertThat(decision.facts()).isEqualTo(released(intent, RELEASED_MS).facts());
    }

    @Test
    void everyCandidateOfAFloodGetsExactlyTheDecisionOfTheCoresGate()
        throws InvalidBundleException {
      long seed = 20260501;
      PolicyBundle bundle = PolicyBundle.shipped();
      Gate core = BundleCompiler.compile(bundle);
      gate.publish(bundle);
      List<Intent> flood = flood(new Random(seed), 500);
      gate.propose(flood.toArray(Intent[]::new));

      List<Decision> decisions = gate.decisions().stream().map(GateStory.Ruled::decision).toList();
      assertThat(decisions).as("seed %d", seed).hasSameSizeAs(flood);
      for (int i = 0; i < flood.size(); i++) {
        assertThat(decisions.get(i).intent()).isEqualTo(flood.get(i));
        assertThat(decisions.get(i).ruling()).isEqualTo(core.rule(flood.get(i), RELEASED_MS));
      }
      assertThat(gate.deadLetters()).isEmpty();
    }

    private List<Intent> flood(Random random, int count) {
      var actions =
          List.<Action>of(
              new Action.Scale("web", 3),
              new Action.Scale("api", 0),
              new Action.Destroy("cache"),
              new Action.Apply("database", "replicas: 2"),
              new Action.Invoke("web", "restart", List.of()));
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  Intent.of(
                      "agent-" + random.nextInt(20),
                      Integer.toString(i),
                      oneOf(random, actions),
                      oneOf(random, List.of(Priority.values())),
                      oneOf(random, List.of(BlastRadius.values()))))
          .toList();
    }
  }

  private static <T> T oneOf(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Nested
  class Records {
    @Test
    void numbersAreDenseFromZeroOverAllThreeTopics() {
      gate.publish(PolicyBundle.shipped());
      var intents = new ArrayList<Intent>();
      for (int i = 0; i < 60; i++) {
        intents.add(scale("a" + i % 7, "" + i, i % 3 == 0 ? "database" : "web"));
        intents.add(ofTenant("acme", scale("a" + i % 5, "x" + i, "web")));
      }
      gate.propose(intents.toArray(Intent[]::new));

      assertThat(gate.decisions())
          .extracting(ruled -> ruled.decision().decisionSeq())
          .containsExactlyElementsOf(IntStream.range(0, 120).mapToObj(Long::valueOf).toList());
    }

    @Test
    void keyIsTheAgentAndTimeIsTheTasksClock() {
      gate.publish(PolicyBundle.shipped());
      gate.advance(Duration.ofMillis(1_234));
      gate.propose(scale("deployer", "1", "web"));

      GateStory.Ruled ruled = gate.decisions().get(0);
      assertThat(ruled.key()).isEqualTo("deployer");
      assertThat(ruled.timestampMs()).isEqualTo(T0.toEpochMilli() + 1_234);
      assertThat(ruled.decision().decidedAtMs()).isEqualTo(ruled.timestampMs());
    }

    @Test
    void headersShowWhoWhatAndWhichVerdictWithoutASchema() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(
          scale("deployer", "7", "web"),
          scale("deployer", "8", "database"),
          ofTenant("acme", scale("deployer", "9", "web")));

      List<Map<String, String>> headers =
          gate.decisions().stream().map(GateStory.Ruled::headers).toList();
      assertThat(headers.get(0))
          .containsEntry("ce_specversion", "1.0")
          .containsEntry("ce_type", "io.floodwall.decision.admitted.v1")
          .containsEntry("ce_source", "/floodwall/gate/0")
          .containsEntry("ce_id", "0/0")
          .containsEntry("ce_subject", "deployer/7")
          .containsEntry("ce_time", Instant.ofEpochMilli(T0.toEpochMilli()).toString())
          .containsEntry("content-type", "application/avro");
      assertThat(headers.get(1))
          .containsEntry("ce_type", "io.floodwall.decision.deferred.v1")
          .containsEntry("ce_id", "0/1");
      assertThat(headers.get(2))
          .containsEntry("ce_type", "io.floodwall.decision.rejected.v1")
          .containsEntry("ce_id", "0/2");
    }

    @Test
    void topicAndVerdictBothStandInsideTheDecisionAndAgree() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(
          scale("a", "1", "web"), scale("a", "2", "db"), ofTenant("t", scale("a", "3", "web")));

      assertThat(gate.decisions())
          .hasSize(3)
          .allSatisfy(
              ruled -> {
                Decision decision = ruled.decision();
                assertThat(decision.topic()).isEqualTo(ruled.topic());
                assertThat(ruled.topic()).isEqualTo(TOPICS.verdict(decision.verdict()));
              });
    }
  }
}
