package io.floodwall.core.replay;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Decision.BundleRef;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded decisions again: from the intent and the facts in each, by the bundle that it
 * names by digest.
 *
 * <p>All bundles first, then the decisions, in any order. A decision without a bundle is the
 * rejection of an unknown tenant.
 */
public final class Redecision {
  private final Map<Hash, Compiled> bundles = new HashMap<>();

  private record Compiled(PolicyBundle bundle, @Nullable Gate gate, String problem) {}

  /** A bundle on record; {@code digest} is that of its payload. */
  public void bundle(Hash digest, PolicyBundle bundle) {
    if (bundles.containsKey(digest)) {
      return;
    }
    try {
      bundles.put(digest, new Compiled(bundle, BundleCompiler.compile(bundle), ""));
    } catch (InvalidBundleException e) {
      bundles.put(digest, new Compiled(bundle, null, String.join("; ", e.problems())));
    }
  }

  /** How many bundles there are. */
  public int bundles() {
    return bundles.size();
  }

  /** In what the decision differs from what deciding it again gives; nothing when it follows. */
  public List<Difference> differences(Decision recorded) {
    BundleRef named = recorded.bundle();
    if (named == null) {
      return compared(recorded.ruling(), Gate.unknownTenant(recorded.intent()));
    }
    Compiled bundle = bundles.get(named.digest());
    if (bundle == null) {
      return bundle(said(named), "no bundle with this digest is on record");
    }
    if (bundle.gate == null) {
      return bundle(said(named), "it does not compile: " + bundle.problem);
    }
    var differences = new ArrayList<Difference>();
    String tenant = recorded.intent().tenant();
    if (!bundle.bundle.tenant().equals(tenant) || bundle.bundle.version() != named.version()) {
      differences.addAll(
          bundle(
              "version " + named.version() + " of tenant '" + tenant + "'",
              "version "
                  + bundle.bundle.version()
                  + " of tenant '"
                  + bundle.bundle.tenant()
                  + "'"));
    }
    differences.addAll(
        compared(
            recorded.ruling(),
            bundle.gate.rule(recorded.intent(), recorded.facts().releasedAtMs())));
    return differences;
  }

  private static List<Difference> bundle(String recorded, String redecided) {
    return List.of(new Difference("bundle", recorded, redecided));
  }

  private static List<Difference> compared(Ruling recorded, Ruling again) {
    var all = new ArrayList<Difference>();
    compare(all, "verdict", recorded.verdict().label(), again.verdict().label());
    compare(all, "reason", recorded.reason().name(), again.reason().name());
    compare(all, "text", said(recorded.text()), said(again.text()));
    compare(all, "priority", recorded.priority().name(), again.priority().name());
    compare(all, "blast", recorded.blast().name(), again.blast().name());
    int policies = Math.max(recorded.breakdown().size(), again.breakdown().size());
    for (int i = 0; i < policies; i++) {
      compare(all, "policy " + i, said(recorded, i), said(again, i));
    }
    return all;
  }

  private static void compare(List<Difference> all, String what, String recorded, String again) {
    if (!Objects.equals(recorded, again)) {
      all.add(new Difference(what, recorded, again));
    }
  }

  private static String said(Ruling ruling, int policy) {
    if (policy >= ruling.breakdown().size()) {
      return "not asked";
    }
    Ruling.Said said = ruling.breakdown().get(policy);
    String verdict = said.verdict() == null ? "silent" : said.verdict().label();
    return said.policy() + " " + verdict + " " + said(said.text());
  }

  private static String said(@Nullable String text) {
    return text == null ? "without words" : "'" + text + "'";
  }

  private static String said(BundleRef named) {
    return "version " + named.version() + ", " + named.digest();
  }
}
