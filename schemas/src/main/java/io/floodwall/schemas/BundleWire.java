package io.floodwall.schemas;

import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.wire.AgentRule;
import io.floodwall.wire.PolicyParameter;
import io.floodwall.wire.PolicySpec;
import java.util.ArrayList;

/** Policy bundles between core and wire. */
final class BundleWire {
  private BundleWire() {}

  static io.floodwall.wire.PolicyBundle toWire(PolicyBundle bundle) {
    var agents = new ArrayList<AgentRule>(bundle.agents().size());
    for (var rule : bundle.agents()) {
      agents.add(toWire(rule));
    }
    var policies = new ArrayList<PolicySpec>(bundle.policies().size());
    for (var policy : bundle.policies()) {
      policies.add(toWire(policy));
    }
    return new io.floodwall.wire.PolicyBundle(
        bundle.tenant(),
        bundle.version(),
        bundle.admitByDefault(),
        agents,
        bundle.safeTools(),
        policies);
  }

  static PolicyBundle fromWire(io.floodwall.wire.PolicyBundle wire) {
    var agents = new ArrayList<PolicyBundle.AgentRule>(wire.getAgents().size());
    for (var rule : wire.getAgents()) {
      agents.add(fromWire(rule));
    }
    var policies = new ArrayList<PolicyBundle.PolicySpec>(wire.getPolicies().size());
    for (var policy : wire.getPolicies()) {
      policies.add(fromWire(policy));
    }
    return new PolicyBundle(
        wire.getTenant(),
        wire.getVersion(),
        wire.getAdmitByDefault(),
        agents,
        wire.getSafeTools(),
        policies);
  }

  private static AgentRule toWire(PolicyBundle.AgentRule rule) {
    return new AgentRule(
        rule.agent(),
        rule.maxPriority() == null ? null : WireNames.toWire(rule.maxPriority()),
        rule.minBlast() == null ? null : WireNames.toWire(rule.minBlast()));
  }

  private static PolicyBundle.AgentRule fromWire(AgentRule wire) {
    return new PolicyBundle.AgentRule(
        wire.getAgent(),
        wire.getMaxPriority() == null ? null : WireNames.fromWire(wire.getMaxPriority()),
        wire.getMinBlast() == null ? null : WireNames.fromWire(wire.getMinBlast()));
  }

  private static PolicySpec toWire(PolicyBundle.PolicySpec policy) {
    var parameters = new ArrayList<PolicyParameter>(policy.parameters().size());
    for (var parameter : policy.parameters()) {
      parameters.add(new PolicyParameter(parameter.name(), parameter.values()));
    }
    return new PolicySpec(policy.name(), parameters);
  }

  private static PolicyBundle.PolicySpec fromWire(PolicySpec wire) {
    var parameters = new ArrayList<PolicyBundle.Parameter>(wire.getParameters().size());
    for (var parameter : wire.getParameters()) {
      parameters.add(new PolicyBundle.Parameter(parameter.getName(), parameter.getValues()));
    }
    return new PolicyBundle.PolicySpec(wire.getName(), parameters);
  }
}
