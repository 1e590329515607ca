package io.floodwall.core.gate;

import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's policies as published: plain data, not yet checked. {@link BundleCompiler} turns it
 * into a {@link Gate}.
 *
 * @param version counts up from 1; the highest valid one governs
 * @param admitByDefault what an intent gets that no policy speaks to; false rejects it
 * @param agents the only agents the tenant has, with what their claims are held to; empty means any
 *     agent
 * @param safeTools tools that do not count as destructive
 * @param policies the stack, in order
 */
public record PolicyBundle(
    String tenant,
    long version,
    boolean admitByDefault,
    List<AgentRule> agents,
    List<String> safeTools,
    List<PolicySpec> policies) {

  public PolicyBundle {
    Objects.requireNonNull(tenant, "tenant");
    agents = List.copyOf(agents);
    safeTools = List.copyOf(safeTools);
    policies = List.copyOf(policies);
  }

  /** The record key: {@code <tenant>/<version>}. */
  public String key() {
    return tenant + "/" + version;
  }

  /**
   * One agent of the tenant.
   *
   * @param maxPriority its claimed priority counts as this at most, or null
   * @param minBlast its claimed blast radius counts as this at least, or null
   */
  public record AgentRule(
      String agent, @Nullable Priority maxPriority, @Nullable BlastRadius minBlast) {}

  /** One policy of the stack: a built-in's name and its parameters. */
  public record PolicySpec(String name, List<Parameter> parameters) {
    public PolicySpec {
      Objects.requireNonNull(name, "name");
      parameters = List.copyOf(parameters);
    }
  }

  /** One parameter with its values, in order. */
  public record Parameter(String name, List<String> values) {
    public Parameter {
      Objects.requireNonNull(name, "name");
      values = List.copyOf(values);
    }
  }

  /** What ships: the seed's stack for tenant {@code default}. */
  public static PolicyBundle shipped() {
    return new PolicyBundle(
        "default",
        1,
        true,
        List.of(),
        List.of(),
        List.of(
            new PolicySpec(NoGlobalDestroy.NAME, List.of()),
            new PolicySpec(BlastNeedsPriority.NAME, List.of()),
            new PolicySpec(
                ResourceAllowlist.NAME,
                List.of(new Parameter(BundleCompiler.ALLOW, List.of("web", "api", "cache"))))));
  }
}
