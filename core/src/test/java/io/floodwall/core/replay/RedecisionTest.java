package io.floodwall.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Decision.BundleRef;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedecisionTest {
  private static final Hash DIGEST = Hash.sha256(new byte[] {1});
  private static final BundleRef SHIPPED = new BundleRef(1, DIGEST);
  private static final Intent INTENT =
      Intent.of(
          "chaos-monkey", "1", new Action.Destroy("web"), Priority.URGENT, BlastRadius.GLOBAL);

  private final Redecision redecision = new Redecision();

  private static Ruling ruled() {
    try {
      return BundleCompiler.compile(PolicyBundle.shipped()).rule(INTENT, 5);
    } catch (InvalidBundleException e) {
      throw new AssertionError(e);
    }
  }

  private static Decision decision(Ruling ruling, @Nullable BundleRef bundle) {
    var facts = new AdmissionFacts(0, 0, -1, 1, TokenBucket.empty(0), 0, 2, 5, null);
    return new Decision(INTENT, facts, ruling, "rejected", bundle, 0, 6);
  }

  private List<Difference> differences(Decision decision) {
    redecision.bundle(DIGEST, PolicyBundle.shipped());
    return redecision.differences(decision);
  }

  private static Ruling with(Ruling ruled, Verdict verdict, List<Ruling.Said> breakdown) {
    return new Ruling(
        verdict, ruled.reason(), ruled.text(), breakdown, ruled.priority(), ruled.blast());
  }

  @Test
  void whatTheGateDecidedFollows() {
    assertThat(ruled().verdict()).isEqualTo(Verdict.REJECT);
    assertThat(differences(decision(ruled(), SHIPPED))).isEmpty();
  }

  @Test
  void aVerdictThatDoesNotFollowIsToldWithBothSides() {
    Ruling forged = with(ruled(), Verdict.ADMIT, ruled().breakdown());

    assertThat(differences(decision(forged, SHIPPED)))
        .containsExactly(new Difference("verdict", "admit", "reject"));
  }

  @Test
  void everyOtherPartOfTheRulingIsComparedToo() {
    Ruling ruled = ruled();
    var forged =
        new Ruling(
            ruled.verdict(),
            Reason.POLICY_ERROR,
            "because",
            ruled.breakdown(),
            Priority.BULK,
            BlastRadius.CELL);

    assertThat(differences(decision(forged, SHIPPED)))
        .extracting(Difference::what)
        .containsExactly("reason", "text", "priority", "blast");
  }

  @Test
  void aPolicyThatSaidSomethingElseIsToldWithBothSides() {
    var said = List.of(new Ruling.Said("no-global-destroy", null, null));
    Ruling forged = with(ruled(), Verdict.REJECT, said);

    List<Difference> differences = differences(decision(forged, SHIPPED));

    assertThat(differences).hasSize(3);
    assertThat(differences.get(0).line())
        .startsWith("policy 0: recorded no-global-destroy silent without words, decided again")
        .contains("no-global-destroy reject '");
    assertThat(differences.get(2).recorded()).isEqualTo("not asked");
  }

  @Test
  void aBundleThatIsNotOnRecordIsNamed() {
    var unknown = new BundleRef(7, Hash.sha256(new byte[] {7}));

    assertThat(differences(decision(ruled(), unknown)))
        .containsExactly(
            new Difference(
                "bundle",
                "version 7, " + unknown.digest(),
                "no bundle with this digest is on record"));
  }

  @Test
  void aBundleOfAnotherVersionOrTenantIsNamed() {
    assertThat(differences(decision(ruled(), new BundleRef(2, DIGEST))))
        .containsExactly(
            new Difference(
                "bundle", "version 2 of tenant 'default'", "version 1 of tenant 'default'"));
  }

  @Test
  void aBundleThatDoesNotCompileIsNamed() {
    Hash digest = Hash.sha256(new byte[] {3});
    var spec = new PolicyBundle.PolicySpec("no-such-policy", List.of());
    redecision.bundle(
        digest, new PolicyBundle("default", 3, true, List.of(), List.of(), List.of(spec)));

    assertThat(differences(decision(ruled(), new BundleRef(3, digest))).get(0).redecided())
        .startsWith("it does not compile: ");
  }

  @Test
  void withoutABundleTheTenantMustHaveBeenUnknown() {
    assertThat(differences(decision(Gate.unknownTenant(INTENT), null))).isEmpty();
    assertThat(differences(decision(ruled(), null)))
        .extracting(Difference::what)
        .contains("reason", "text");
  }

  @Test
  void aTenantNeverGoesBackToAnOlderBundleNorToNone() {
    var order = new BundleOrder();
    order.decided(numbered(0, null));
    order.decided(numbered(3, new BundleRef(2, DIGEST)));
    order.decided(numbered(1, SHIPPED));
    order.decided(numbered(2, SHIPPED));
    assertThat(order.findings()).isEmpty();

    order.decided(numbered(4, SHIPPED));
    order.decided(numbered(5, null));

    assertThat(order.findings())
        .containsExactly(
            "tenant 'default': decision 4 names version 1, after decision 3 had named version 2",
            "tenant 'default': decision 5 names no bundle, after decision 1 had named version 1");
  }

  private static Decision numbered(long seq, @Nullable BundleRef bundle) {
    Decision one = decision(ruled(), bundle);
    return new Decision(one.intent(), one.facts(), one.ruling(), one.topic(), bundle, seq, 6);
  }
}
