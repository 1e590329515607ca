package io.floodwall.gate;

import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.PolicyBundle.AgentRule;
import io.floodwall.core.gate.PolicyBundle.Parameter;
import io.floodwall.core.gate.PolicyBundle.PolicySpec;
import java.util.List;
import java.util.stream.IntStream;

/** Bundles for stories. */
final class Bundle {
  private Bundle() {}

  static PolicyBundle allowing(String tenant, long version, String... resources) {
    return of(
        tenant,
        version,
        new PolicySpec("resource-allowlist", List.of(new Parameter("allow", List.of(resources)))));
  }

  static PolicyBundle frozenFrom(String tenant, long version, String from) {
    return of(
        tenant,
        version,
        new PolicySpec("freeze-window", List.of(new Parameter("from", List.of(from)))));
  }

  static PolicyBundle listingAgents(String tenant, long version, String... agents) {
    List<AgentRule> rules =
        List.of(agents).stream().map(agent -> new AgentRule(agent, null, null)).toList();
    return new PolicyBundle(tenant, version, true, rules, List.of(), List.of());
  }

  /** A bundle with two mistakes: a policy that does not exist and a parameter that is missing. */
  static PolicyBundle withTwoMistakes(String tenant, long version) {
    return of(
        tenant,
        version,
        new PolicySpec("no-such-policy", List.of()),
        new PolicySpec("resource-allowlist", List.of()));
  }

  /** A bundle that is right in every way but its size. */
  static PolicyBundle tooLarge(String tenant, long version) {
    List<String> tools = IntStream.range(0, 1_000).mapToObj(Bundle::longName).toList();
    return new PolicyBundle(tenant, version, true, List.of(), tools, List.of());
  }

  private static PolicyBundle of(String tenant, long version, PolicySpec... policies) {
    return new PolicyBundle(tenant, version, true, List.of(), List.of(), List.of(policies));
  }

  private static String longName(int i) {
    return "tool-" + i + "-" + "x".repeat(180);
  }
}
