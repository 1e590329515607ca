package io.floodwall.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.floodwall.core.gate.PolicyBundle.AgentRule;
import io.floodwall.core.gate.PolicyBundle.Parameter;
import io.floodwall.core.gate.PolicyBundle.PolicySpec;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BundleCompilerTest {
  private static final PolicySpec NO_GLOBAL_DESTROY = spec("no-global-destroy");

  @Test
  void theShippedBundleCompiles() throws InvalidBundleException {
    PolicyBundle shipped = PolicyBundle.shipped();
    BundleCompiler.compile(shipped);
    assertThat(shipped.key()).isEqualTo("default/1");
    assertThat(shipped.policies())
        .extracting(PolicySpec::name)
        .containsExactly("no-global-destroy", "blast-needs-priority", "resource-allowlist");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var bundle =
        new PolicyBundle(
            " ",
            0,
            true,
            List.of(new AgentRule("", null, null)),
            List.of("bad\ntool"),
            List.of(spec("no-such"), spec("resource-allowlist"), spec("freeze-window", "x", "1")));
    assertThat(problems(bundle))
        .containsExactly(
            "tenant: must be a name of 1-200 bytes of plain text",
            "version: must be 1 or more, got 0",
            "safeTools: 'bad\\u{a}tool' is not a name",
            "agents: '' is not a name",
            "policies[0] no-such: unknown policy; known are no-global-destroy,"
                + " blast-needs-priority, resource-allowlist, freeze-window",
            "policies[1] resource-allowlist.allow: is missing",
            "policies[2] freeze-window.x: unknown parameter");
  }

  @Test
  void theExceptionsMessageIsAllProblemsOnOneLine() {
    InvalidBundleException problem = problem(bundle(spec("a\u202Eb"), spec("c")));
    assertThat(problem.getMessage())
        .contains("policies[0] a\\u{202e}b: unknown policy", "; policies[1] c: unknown policy")
        .doesNotContain("\n");
  }

  @Nested
  class Limits {
    @Test
    void aStackHasAtMost32Policies() throws InvalidBundleException {
      BundleCompiler.compile(bundle(Collections.nCopies(32, NO_GLOBAL_DESTROY)));
      assertThat(problems(bundle(Collections.nCopies(33, NO_GLOBAL_DESTROY))))
          .containsExactly("policies: at most 32 are allowed");
    }

    @Test
    void aListHasAtMost4096Entries() throws InvalidBundleException {
      List<String> most = Collections.nCopies(4_096, "web");
      BundleCompiler.compile(bundle(spec("resource-allowlist", new Parameter("allow", most))));
      List<String> more = Collections.nCopies(4_097, "web");
      List<AgentRule> agents = Collections.nCopies(4_097, new AgentRule("a", null, null));
      var tooMuch =
          new PolicyBundle(
              "t",
              1,
              true,
              agents,
              more,
              List.of(spec("resource-allowlist", new Parameter("allow", more))));
      assertThat(problems(tooMuch))
          .contains(
              "safeTools: at most 4096 are allowed",
              "agents: at most 4096 are allowed",
              "policies[0] resource-allowlist.allow: at most 4096 are allowed");
    }

    @Test
    void anAgentIsListedOnce() {
      var rule = new AgentRule("b\u202Eot", null, null);
      assertThat(
              problems(new PolicyBundle("t", 1, true, List.of(rule, rule), List.of(), List.of())))
          .containsExactly(
              "agents: 'b\\u{202e}ot' is not a name",
              "agents: 'b\\u{202e}ot' is not a name",
              "agents: 'b\\u{202e}ot' is listed twice");
    }
  }

  @Nested
  class Parameters {
    @Test
    void allowHoldsNamesAndMayBeEmpty() throws InvalidBundleException {
      BundleCompiler.compile(bundle(spec("resource-allowlist", new Parameter("allow", List.of()))));
      assertThat(problems(bundle(spec("resource-allowlist", "allow", "web", "", "api "))))
          .containsExactly(
              "policies[0] resource-allowlist.allow: '' is not a name",
              "policies[0] resource-allowlist.allow: 'api ' is not a name");
    }

    @Test
    void aFlagIsTrueOrFalse() throws InvalidBundleException {
      BundleCompiler.compile(bundle(spec("freeze-window", "frozen", "false")));
      assertThat(problems(bundle(spec("freeze-window", "frozen", "yes"))))
          .containsExactly("policies[0] freeze-window.frozen: must be true or false");
      assertThat(problems(bundle(spec("freeze-window", "frozen", "True"))))
          .containsExactly("policies[0] freeze-window.frozen: must be true or false");
    }

    @Test
    void aSingleValueIsSingle() {
      assertThat(problems(bundle(spec("freeze-window", "frozen", "true", "false"))))
          .containsExactly("policies[0] freeze-window.frozen: must have one value, has 2");
      assertThat(problems(bundle(spec("freeze-window", new Parameter("until", List.of())))))
          .containsExactly("policies[0] freeze-window.until: must have one value, has 0");
    }

    @Test
    void aTimeHasAZone() throws InvalidBundleException {
      BundleCompiler.compile(bundle(spec("freeze-window", "from", "2026-12-24T18:00:00+01:00")));
      for (String bad :
          List.of(
              "2026-12-24T18:00:00",
              "2026-12-24",
              "1798131600000",
              "2026-02-30T00:00:00Z",
              "2026-12-24T18:00:00 Europe/Berlin",
              "+999999999-12-31T23:59:59Z",
              "")) {
        assertThat(problems(bundle(spec("freeze-window", "from", bad))))
            .containsExactly(
                "policies[0] freeze-window.from: must be an RFC 3339 time with a zone,"
                    + " such as 2026-12-24T18:00:00Z");
      }
    }

    @Test
    void aWindowEndsAfterItStarts() {
      var never =
          spec(
              "freeze-window",
              new Parameter("from", List.of("2026-12-24T18:00:00Z")),
              new Parameter("until", List.of("2026-12-24T19:00:00+01:00")));
      assertThat(problems(bundle(never)))
          .containsExactly("policies[0] freeze-window.until: must be later than from");
    }

    @Test
    void areGivenOnceAndNoneIsUnknown() {
      var twice =
          spec(
              "resource-allowlist",
              new Parameter("allow", List.of("web")),
              new Parameter("allow", List.of("api")),
              new Parameter("z\u001B", List.of()),
              new Parameter("alow", List.of()));
      assertThat(problems(bundle(twice, spec("no-global-destroy", "approved", "true"))))
          .containsExactly(
              "policies[0] resource-allowlist.allow: is given twice",
              "policies[0] resource-allowlist.alow: unknown parameter",
              "policies[0] resource-allowlist.z\\u{1b}: unknown parameter",
              "policies[1] no-global-destroy.approved: unknown parameter");
    }
  }

  private static PolicySpec spec(String name, Parameter... parameters) {
    return new PolicySpec(name, List.of(parameters));
  }

  private static PolicySpec spec(String name, String parameter, String... values) {
    return spec(name, new Parameter(parameter, List.of(values)));
  }

  private static PolicyBundle bundle(PolicySpec... policies) {
    return bundle(List.of(policies));
  }

  private static PolicyBundle bundle(List<PolicySpec> policies) {
    return new PolicyBundle("default", 1, true, List.of(), List.of(), policies);
  }

  private static List<String> problems(PolicyBundle bundle) {
    return problem(bundle).problems();
  }

  private static InvalidBundleException problem(PolicyBundle bundle) {
    return catchThrowableOfType(InvalidBundleException.class, () -> BundleCompiler.compile(bundle));
  }
}
