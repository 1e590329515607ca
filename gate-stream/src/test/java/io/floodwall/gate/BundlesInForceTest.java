package io.floodwall.gate;

import static io.floodwall.gate.GateStory.CODECS;
import static io.floodwall.gate.GateStory.TOPICS;
import static io.floodwall.gate.GateStory.ofTenant;
import static io.floodwall.gate.GateStory.scale;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which bundle governs, and what becomes of those that must not. */
final class BundlesInForceTest {
  private final GateStory gate = new GateStory();

  @AfterEach
  void close() {
    gate.close();
  }

  private @Nullable Long versionInForce() {
    gate.propose(scale("deployer", "probe", "web"));
    Decision.BundleRef ref = gate.decision().bundle();
    return ref == null ? null : ref.version();
  }

  @Nested
  class Versions {
    @Test
    void higherVersionGovernsFromItsArrivalOn() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.propose(scale("deployer", "1", "api"));
      gate.publish(Bundle.allowing("default", 2, "web", "api"));
      gate.propose(scale("deployer", "2", "api"));

      assertThat(gate.decisions())
          .extracting(ruled -> ruled.decision().verdict())
          .containsExactly(Verdict.DEFER, Verdict.ADMIT);
    }

    @Test
    void lowerVersionIsIgnoredWithoutADeadLetter() {
      gate.publish(Bundle.allowing("default", 5, "web"));
      gate.publish(Bundle.allowing("default", 4, "api"));

      assertThat(versionInForce()).isEqualTo(5);
      assertThat(gate.deadLetters()).isEmpty();
    }

    @Test
    void sameVersionWithTheSameBytesIsIgnoredWithoutADeadLetter() {
      gate.publish(Bundle.allowing("default", 5, "web"));
      gate.publish(Bundle.allowing("default", 5, "web"));

      assertThat(versionInForce()).isEqualTo(5);
      assertThat(gate.deadLetters()).isEmpty();
    }

    @Test
    void sameVersionWithOtherBytesIsADeadLetterAndChangesNothing() {
      gate.publish(Bundle.allowing("default", 5, "web"));
      gate.publish(Bundle.allowing("default", 5, "web", "api"));
      gate.propose(scale("deployer", "1", "api"));

      assertThat(gate.decision().verdict()).isEqualTo(Verdict.DEFER);
      GateStory.Dead dead = gate.deadLetters().get(0);
      assertThat(dead.reason()).isEqualTo("BAD_BUNDLE");
      assertThat(dead.detail()).contains("default/5", "versions are never re-written");
    }

    @Test
    void everyTenantHasItsOwn() {
      gate.publish(Bundle.allowing("default", 3, "web"));
      gate.publish(Bundle.allowing("acme", 1, "api"));
      gate.propose(scale("a", "1", "api"), ofTenant("acme", scale("a", "2", "api")));

      List<Decision> decisions = gate.decisions().stream().map(GateStory.Ruled::decision).toList();
      assertThat(decisions)
          .extracting(Decision::verdict)
          .containsExactly(Verdict.DEFER, Verdict.ADMIT);
      assertThat(decisions).extracting(d -> d.bundle().version()).containsExactly(3L, 1L);
    }

    @Test
    void decisionNamesTheBundleByTheDigestOfItsBytesWithoutFraming() {
      byte[] value = CODECS.bundle().encode(PolicyBundle.shipped());
      gate.publish("default/1", value);
      gate.propose(scale("deployer", "1", "web"));

      assertThat(gate.decision().bundle())
          .isEqualTo(new Decision.BundleRef(1, Hash.sha256(value, 5, value.length - 5)));
    }
  }

  @Nested
  class Invalid {
    @Test
    void bundleThatDoesNotCompileIsADeadLetterWithAllItsProblems() {
      PolicyBundle bad = Bundle.withTwoMistakes("default", 2);
      gate.publish(bad);

      List<GateStory.Dead> dead = gate.deadLetters();
      assertThat(dead).hasSize(1);
      assertThat(dead.get(0).reason()).isEqualTo("BAD_BUNDLE");
      assertThat(dead.get(0).detail())
          .contains("policies[0] no-such-policy: unknown policy")
          .contains("policies[1] resource-allowlist.allow: is missing");
    }

    @Test
    void lastGoodBundleStays() {
      gate.publish(Bundle.allowing("default", 1, "web"));
      gate.publish(Bundle.withTwoMistakes("default", 2));

      assertThat(versionInForce()).isEqualTo(1);
    }

    @Test
    void versionOfAnInvalidBundleMayStillBePublishedCorrected() {
      gate.publish(Bundle.withTwoMistakes("default", 2));
      gate.publish(Bundle.allowing("default", 2, "web"));

      assertThat(versionInForce()).isEqualTo(2);
    }

    @Test
    void keyThatIsNotTenantAndVersionIsADeadLetter() {
      byte[] value = CODECS.bundle().encode(Bundle.allowing("default", 2, "web"));
      for (String key :
          new @Nullable String[] {null, "", "default", "default/1", "acme/2", "default/2 "}) {
        gate.publish(key, value);
      }

      assertThat(versionInForce()).isNull();
      assertThat(gate.deadLetters())
          .hasSize(6)
          .allSatisfy(
              dead -> {
                assertThat(dead.reason()).isEqualTo("BAD_BUNDLE");
                assertThat(dead.detail()).isEqualTo("the key is not default/2");
              });
    }

    @Test
    void bundleOfMoreThan128KiBIsADeadLetter() {
      gate.publish(Bundle.tooLarge("default", 2));

      assertThat(versionInForce()).isNull();
      GateStory.Dead dead = gate.deadLetters().get(0);
      assertThat(dead.reason()).isEqualTo("BAD_BUNDLE");
      assertThat(dead.detail()).contains("bytes of 131072");
    }

    @Test
    void detailOfAThousandProblemsStaysShort() {
      List<String> tools = Collections.nCopies(4_000, "bad\u0007tool");
      gate.publish(new PolicyBundle("default", 1, true, List.of(), tools, List.of()));

      String detail = gate.deadLetters().get(0).detail();
      assertThat(detail).hasSizeLessThanOrEqualTo(4_000).doesNotContain("\u0007");
    }

    @Test
    void bytesThatAreNoBundleAreDeadLettersWithTheirPlaceAndDigest() {
      long seed = 7;
      byte[] good = CODECS.bundle().encode(Bundle.allowing("default", 1, "web"));
      byte[] foreign = CODECS.candidate().encode(GateStory.released(scale("a", "1", "web"), 1));
      int offset = 0;
      for (Map.Entry<String, byte @Nullable []> poison :
          Poison.values(good, foreign, seed).entrySet()) {
        byte[] value = poison.getValue();
        gate.publish("default/1", value);

        List<GateStory.Dead> dead = gate.deadLetters();
        assertThat(dead).as("%s, seed %d", poison.getKey(), seed).hasSize(1);
        assertThat(dead.get(0).place()).isEqualTo(TOPICS.policies() + "/0/" + offset);
        assertThat(dead.get(0).stage()).isEqualTo("gate");
        assertThat(dead.get(0).reason()).isEqualTo("BAD_BUNDLE");
        assertThat(dead.get(0).sha256())
            .isEqualTo(Hash.sha256(value == null ? new byte[0] : value).hex());
        offset++;
      }
      assertThat(versionInForce()).isNull();
      gate.publish("default/1", good);
      assertThat(versionInForce()).isEqualTo(1);
    }
  }
}
