package io.floodwall.core.gate;

import io.floodwall.core.intent.PlainText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a {@link PolicyBundle} and makes it a {@link Gate}.
 *
 * <p>Anything not understood refuses the whole bundle: an unknown policy or parameter, a second
 * value where one belongs, a limit passed. All problems are told at once.
 */
public final class BundleCompiler {
  /** The most policies in a stack. */
  public static final int POLICIES_MAX = 32;

  /** The most bytes of an encoded bundle, so that its ledger entry fits its topic. */
  public static final int BYTES_MAX = 128 * 1024;

  /** The most entries in any list of a bundle. */
  public static final int LIST_MAX = 4_096;

  /** The parameter of {@code resource-allowlist}: the resources. */
  public static final String ALLOW = "allow";

  private static final String FROZEN = "frozen";
  private static final String FROM = "from";
  private static final String UNTIL = "until";

  private final List<String> problems = new ArrayList<>();

  private BundleCompiler() {}

  /** The gate that the bundle describes. */
  public static Gate compile(PolicyBundle bundle) throws InvalidBundleException {
    var compiler = new BundleCompiler();
    compiler.checkHead(bundle);
    List<Policy> policies = compiler.policies(bundle.policies());
    if (!compiler.problems.isEmpty()) {
      throw new InvalidBundleException(compiler.problems);
    }
    return new Gate(
        policies,
        bundle.admitByDefault(),
        Set.copyOf(bundle.safeTools()),
        rules(bundle.agents()),
        Gate.TEXT_CHARS_MAX);
  }

  private void checkHead(PolicyBundle bundle) {
    require(
        PlainText.isName(bundle.tenant()), "tenant: must be a name of 1-200 bytes of plain text");
    require(bundle.version() >= 1, "version: must be 1 or more, got " + bundle.version());
    require(
        bundle.policies().size() <= POLICIES_MAX,
        "policies: at most " + POLICIES_MAX + " are allowed");
    require(
        bundle.safeTools().size() <= LIST_MAX, "safeTools: at most " + LIST_MAX + " are allowed");
    require(bundle.agents().size() <= LIST_MAX, "agents: at most " + LIST_MAX + " are allowed");
    for (String tool : bundle.safeTools()) {
      require(PlainText.isName(tool), "safeTools: '" + PlainText.escaped(tool) + "' is not a name");
    }
    var seen = new HashSet<String>();
    for (var rule : bundle.agents()) {
      String agent = "agents: '" + PlainText.escaped(rule.agent()) + "'";
      require(PlainText.isName(rule.agent()), agent + " is not a name");
      require(seen.add(rule.agent()), agent + " is listed twice");
    }
  }

  private List<Policy> policies(List<PolicyBundle.PolicySpec> specs) {
    var policies = new ArrayList<Policy>();
    for (int i = 0; i < specs.size(); i++) {
      var spec = specs.get(i);
      Policy policy =
          policy(new Parameters("policies[" + i + "] " + PlainText.escaped(spec.name()), spec));
      if (policy != null) {
        policies.add(policy);
      }
    }
    return policies;
  }

  private @Nullable Policy policy(Parameters given) {
    Policy policy =
        switch (given.spec.name()) {
          case NoGlobalDestroy.NAME -> new NoGlobalDestroy();
          case BlastNeedsPriority.NAME -> new BlastNeedsPriority();
          case ResourceAllowlist.NAME -> new ResourceAllowlist(given.names(ALLOW));
          case FreezeWindow.NAME -> freezeWindow(given);
          default -> {
            problems.add(
                given.place
                    + ": unknown policy; known are "
                    + String.join(
                        ", ",
                        NoGlobalDestroy.NAME,
                        BlastNeedsPriority.NAME,
                        ResourceAllowlist.NAME,
                        FreezeWindow.NAME));
            yield null;
          }
        };
    if (policy != null) {
      given.refuseRest();
    }
    return policy;
  }

  private Policy freezeWindow(Parameters given) {
    boolean frozen = given.flag(FROZEN, true);
    long fromMs = given.instantMs(FROM, Long.MIN_VALUE);
    long untilMs = given.instantMs(UNTIL, Long.MAX_VALUE);
    require(fromMs < untilMs, given.place + "." + UNTIL + ": must be later than " + FROM);
    return new FreezeWindow(frozen, fromMs, untilMs);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static Map<String, PolicyBundle.AgentRule> rules(List<PolicyBundle.AgentRule> agents) {
    var rules = new HashMap<String, PolicyBundle.AgentRule>();
    agents.forEach(rule -> rules.put(rule.agent(), rule));
    return Map.copyOf(rules);
  }

  /** The parameters of one policy, each taken once; what nobody takes is unknown. */
  private final class Parameters {
    private final String place;
    private final PolicyBundle.PolicySpec spec;
    private final Map<String, List<String>> left = new HashMap<>();

    Parameters(String place, PolicyBundle.PolicySpec spec) {
      this.place = place;
      this.spec = spec;
      for (var parameter : spec.parameters()) {
        require(
            left.put(parameter.name(), parameter.values()) == null,
            place + "." + PlainText.escaped(parameter.name()) + ": is given twice");
      }
    }

    List<String> names(String name) {
      List<String> values = left.remove(name);
      if (values == null) {
        problems.add(place + "." + name + ": is missing");
        return List.of();
      }
      require(
          values.size() <= LIST_MAX, place + "." + name + ": at most " + LIST_MAX + " are allowed");
      for (String value : values) {
        require(
            PlainText.isName(value),
            place + "." + name + ": '" + PlainText.escaped(value) + "' is not a name");
      }
      return values;
    }

    boolean flag(String name, boolean absent) {
      String value = single(name);
      require(
          value == null || value.equals("true") || value.equals("false"),
          place + "." + name + ": must be true or false");
      return value == null ? absent : value.equals("true");
    }

    long instantMs(String name, long absent) {
      String value = single(name);
      if (value == null) {
        return absent;
      }
      try {
        return OffsetDateTime.parse(value).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        problems.add(
            place
                + "."
                + name
                + ": must be an RFC 3339 time with a zone, such as 2026-12-24T18:00:00Z");
        return absent;
      }
    }

    private @Nullable String single(String name) {
      List<String> values = left.remove(name);
      if (values == null) {
        return null;
      }
      if (values.size() != 1) {
        problems.add(place + "." + name + ": must have one value, has " + values.size());
        return null;
      }
      return values.get(0);
    }

    void refuseRest() {
      left.keySet().stream()
          .sorted()
          .forEach(
              name -> problems.add(place + "." + PlainText.escaped(name) + ": unknown parameter"));
    }
  }
}
