package io.floodwall.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.Sample;
import io.floodwall.core.gate.PolicyBundle.AgentRule;
import io.floodwall.core.gate.PolicyBundle.Parameter;
import io.floodwall.core.gate.PolicyBundle.PolicySpec;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a compiled bundle makes of agents, claims, tools and windows. */
class BundleRulesTest {
  private static final List<PolicySpec> SEED_RULES =
      List.of(
          new PolicySpec("no-global-destroy", List.of()),
          new PolicySpec("blast-needs-priority", List.of()));

  @Nested
  class Agents {
    @Test
    void anyAgentMayComeWhereNoneIsListed() throws InvalidBundleException {
      assertThat(gate(List.of(), List.of()).rule(Sample.intent("anyone", "1"), 0).verdict())
          .isEqualTo(Verdict.ADMIT);
    }

    @Test
    void anAgentThatIsNotListedIsRejectedUnheard() throws InvalidBundleException {
      Ruling ruling =
          gate(List.of(new AgentRule("deployer", null, null)), List.of())
              .rule(Sample.intent("Deployer", "1"), 0);
      assertThat(ruling.verdict()).isEqualTo(Verdict.REJECT);
      assertThat(ruling.reason()).isEqualTo(Reason.AGENT_NOT_IN_TENANT);
      assertThat(ruling.text()).isEqualTo("the bundle of 'default' does not list this agent");
      assertThat(ruling.breakdown()).isEmpty();
    }
  }

  @Nested
  class Claims {
    @Test
    void aPriorityAboveTheCapCountsAsTheCap() throws InvalidBundleException {
      Ruling ruling =
          rule(
              new AgentRule("deployer", Priority.NORMAL, null), Priority.PAGER, BlastRadius.REGION);
      assertThat(ruling.priority()).isEqualTo(Priority.NORMAL);
      assertThat(ruling.text())
          .isEqualTo("Region blast radius needs priority >= Urgent, got Normal");
    }

    @Test
    void aBlastRadiusBelowTheFloorCountsAsTheFloor() throws InvalidBundleException {
      Ruling ruling =
          rule(
              new AgentRule("deployer", null, BlastRadius.GLOBAL),
              Priority.PAGER,
              BlastRadius.CELL);
      assertThat(ruling.blast()).isEqualTo(BlastRadius.GLOBAL);
      assertThat(ruling.text()).isEqualTo("destructive global change requires human sign-off");
    }

    @Test
    void aClaimWithinItsLimitsStands() throws InvalidBundleException {
      Ruling ruling =
          rule(
              new AgentRule("deployer", Priority.PAGER, BlastRadius.CELL),
              Priority.URGENT,
              BlastRadius.REGION);
      assertThat(ruling.priority()).isEqualTo(Priority.URGENT);
      assertThat(ruling.blast()).isEqualTo(BlastRadius.REGION);
      assertThat(ruling.verdict()).isEqualTo(Verdict.ADMIT);
    }

    private Ruling rule(AgentRule rule, Priority priority, BlastRadius blast)
        throws InvalidBundleException {
      return gate(List.of(rule), List.of())
          .rule(Sample.intent(new Action.Destroy("web"), priority, blast), 0);
    }
  }

  @Nested
  class Tools {
    @Test
    void aToolCountsAsDestructiveUnlessTheBundleListsItAsSafe() throws InvalidBundleException {
      Gate gate = gate(List.of(), List.of("describe"));
      assertThat(invoke(gate, "describe").verdict()).isEqualTo(Verdict.ADMIT);
      assertThat(invoke(gate, "Describe").verdict()).isEqualTo(Verdict.REJECT);
      assertThat(invoke(gate, "wipe").verdict()).isEqualTo(Verdict.REJECT);
    }

    @Test
    void aSafeToolsNameMakesNoOtherActionSafe() throws InvalidBundleException {
      Gate gate = gate(List.of(), List.of("web"));
      assertThat(
              gate.rule(
                      Sample.intent(new Action.Destroy("web"), Priority.PAGER, BlastRadius.GLOBAL),
                      0)
                  .verdict())
          .isEqualTo(Verdict.REJECT);
    }

    private Ruling invoke(Gate gate, String tool) {
      var action = new Action.Invoke("web", tool, List.of());
      return gate.rule(Sample.intent(action, Priority.PAGER, BlastRadius.GLOBAL), 0);
    }
  }

  @Test
  void aWindowFreezesWhatWasReleasedInIt() throws InvalidBundleException {
    var window =
        new PolicySpec(
            "freeze-window",
            List.of(
                new Parameter("from", List.of("1970-01-01T00:00:01Z")),
                new Parameter("until", List.of("1970-01-01T01:00:02+01:00"))));
    Gate gate =
        BundleCompiler.compile(
            new PolicyBundle("t", 1, true, List.of(), List.of(), List.of(window)));
    assertThat(gate.rule(Sample.intent("a", "1"), 999).verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(gate.rule(Sample.intent("a", "1"), 1_000).verdict()).isEqualTo(Verdict.DEFER);
    assertThat(gate.rule(Sample.intent("a", "1"), 2_000).verdict()).isEqualTo(Verdict.ADMIT);
  }

  @Test
  void aBundleThatDoesNotAdmitByDefaultRejectsWhatNoPolicySpeaksTo() throws InvalidBundleException {
    Gate gate =
        BundleCompiler.compile(new PolicyBundle("t", 1, false, List.of(), List.of(), SEED_RULES));
    assertThat(gate.rule(Sample.intent("a", "1"), 0).reason()).isEqualTo(Reason.NO_POLICY_SPOKE);
  }

  private static Gate gate(List<AgentRule> agents, List<String> safeTools)
      throws InvalidBundleException {
    return BundleCompiler.compile(
        new PolicyBundle("default", 1, true, agents, safeTools, SEED_RULES));
  }
}
