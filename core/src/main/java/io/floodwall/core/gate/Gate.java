package io.floodwall.core.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stack of policies combined with deny-overrides (XACML 3.0, C.2): reject beats defer beats
 * admit.
 *
 * <p>Every policy is asked, always, and the breakdown lists all of them in order. The first of the
 * harshest rank gives the reason. Where no policy speaks, the bundle's default decides.
 */
public final class Gate {
  /** Steps a policy may spend on one intent. */
  public static final long WORK_MAX = 100_000;

  private static final String OVERRAN = "policy used up its work budget";
  private static final String FAILED = "policy failed: ";

  /** The longest text kept of a policy of a bundle. */
  public static final int TEXT_CHARS_MAX = 500;

  private final List<Policy> policies;
  private final List<String> names; // asked once: what throws here is no gate at all
  private final boolean admitByDefault;
  private final Set<String> safeTools;
  private final Map<String, PolicyBundle.AgentRule> agents;
  private final int textCharsMax;

  Gate(
      List<Policy> policies,
      boolean admitByDefault,
      Set<String> safeTools,
      Map<String, PolicyBundle.AgentRule> agents,
      int textCharsMax) {
    this.policies = List.copyOf(policies);
    this.names = policies.stream().map(Policy::name).toList();
    this.admitByDefault = admitByDefault;
    this.safeTools = safeTools;
    this.agents = agents;
    this.textCharsMax = textCharsMax;
  }

  /** A gate of {@code policies} for any agent, without a bundle; it keeps their texts whole. */
  public static Gate of(List<Policy> policies, boolean admitByDefault) {
    return new Gate(policies, admitByDefault, Set.of(), Map.of(), Integer.MAX_VALUE);
  }

  /** What an intent gets whose tenant has no bundle. */
  public static Ruling unknownTenant(Intent intent) {
    return closed(
        intent, Reason.UNKNOWN_TENANT, "no bundle governs tenant '" + intent.tenant() + "'");
  }

  /** Rules on an intent that admission released at {@code releasedAtMs}. */
  public Ruling rule(Intent claimed, long releasedAtMs) {
    PolicyBundle.AgentRule rule = agents.get(claimed.agent());
    if (rule == null && !agents.isEmpty()) {
      return closed(
          claimed,
          Reason.AGENT_NOT_IN_TENANT,
          "the bundle of '" + claimed.tenant() + "' does not list this agent");
    }
    Intent intent = rule == null ? claimed : heldTo(rule, claimed);
    var facts = new Policy.Facts(isDestructive(intent.action()), releasedAtMs);
    var breakdown = new ArrayList<Ruling.Said>(policies.size());
    Ruling.Said winner = null;
    Reason reason = Reason.ADMITTED;
    for (int i = 0; i < policies.size(); i++) {
      Judged judged = ask(policies.get(i), names.get(i), intent, facts);
      breakdown.add(judged.said);
      if (overrides(judged.said, winner)) {
        winner = judged.said;
        reason = judged.reason;
      }
    }
    if (winner != null && winner.verdict() != null) {
      return new Ruling(
          winner.verdict(), reason, winner.text(), breakdown, intent.priority(), intent.blast());
    }
    return admitByDefault
        ? new Ruling(
            Verdict.ADMIT, Reason.ADMITTED, null, breakdown, intent.priority(), intent.blast())
        : new Ruling(
            Verdict.REJECT,
            Reason.NO_POLICY_SPOKE,
            "no policy spoke and the default is reject",
            breakdown,
            intent.priority(),
            intent.blast());
  }

  private static boolean overrides(Ruling.Said said, Ruling.@Nullable Said winner) {
    if (said.verdict() == null) {
      return false;
    }
    return winner == null
        || winner.verdict() == null
        || said.verdict().compareTo(winner.verdict()) > 0;
  }

  private record Judged(Ruling.Said said, Reason reason) {}

  /** A policy that fails, in whatever way, rejects this intent and no other. */
  private Judged ask(Policy policy, String name, Intent intent, Policy.Facts facts) {
    var work = new Work(WORK_MAX);
    try {
      Opinion opinion = policy.evaluate(intent, facts, work);
      if (work.isOverrun()) {
        throw new Work.Overrun();
      }
      Reason reason = opinion.verdict() == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
      return new Judged(new Ruling.Said(name, opinion.verdict(), bounded(opinion.text())), reason);
    } catch (Work.Overrun e) {
      return failed(name, Reason.POLICY_OVERRUN, OVERRAN);
    } catch (RuntimeException | StackOverflowError e) {
      return failed(name, Reason.POLICY_ERROR, FAILED + e.getClass().getSimpleName());
    }
  }

  /** Why {@code said} is a failure and no opinion, or null. */
  public static @Nullable Reason failureOf(Ruling.Said said) {
    String text = said.text();
    if (said.verdict() != Verdict.REJECT || text == null) {
      return null;
    }
    if (text.startsWith(FAILED)) {
      return Reason.POLICY_ERROR;
    }
    return text.equals(OVERRAN) ? Reason.POLICY_OVERRUN : null;
  }

  private static Judged failed(String name, Reason reason, String text) {
    return new Judged(new Ruling.Said(name, Verdict.REJECT, text), reason);
  }

  private boolean isDestructive(Action action) {
    boolean known = action instanceof Action.Invoke invoke && safeTools.contains(invoke.tool());
    return action.isDestructive() && !known;
  }

  private static Intent heldTo(PolicyBundle.AgentRule rule, Intent claimed) {
    Priority cap = rule.maxPriority();
    boolean capped = cap != null && claimed.priority().compareTo(cap) > 0;
    boolean raised = rule.minBlast() != null && claimed.blast().compareTo(rule.minBlast()) < 0;
    return claimed.withClaims(
        capped && cap != null ? cap : claimed.priority(),
        raised && rule.minBlast() != null ? rule.minBlast() : claimed.blast());
  }

  private static Ruling closed(Intent intent, Reason reason, String text) {
    return new Ruling(Verdict.REJECT, reason, text, List.of(), intent.priority(), intent.blast());
  }

  private @Nullable String bounded(@Nullable String text) {
    return text == null ? null : PlainText.start(text, textCharsMax);
  }
}
