package io.floodwall.core.replay;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Decision.BundleRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the bundles of each tenant went up with the numbers of its decisions: the gate never goes
 * back to an older version, nor to none. Fed in any order.
 */
public final class BundleOrder {
  /** The version that stands for no bundle. */
  private static final long NONE = 0;

  private final Map<String, TreeMap<Long, Range>> tenants = new TreeMap<>();

  private record Range(long first, long last) {
    Range with(long seq) {
      return new Range(Math.min(first, seq), Math.max(last, seq));
    }
  }

  /** A decision of this partition. */
  public void decided(Decision decision) {
    BundleRef bundle = decision.bundle();
    long seq = decision.decisionSeq();
    tenants
        .computeIfAbsent(decision.intent().tenant(), tenant -> new TreeMap<>())
        .merge(
            bundle == null ? NONE : bundle.version(),
            new Range(seq, seq),
            (was, is) -> was.with(is.first()));
  }

  /** What went back, a line each. */
  public List<String> findings() {
    var findings = new ArrayList<String>();
    tenants.forEach(
        (tenant, versions) -> {
          long highest = -1;
          long by = NONE;
          for (Map.Entry<Long, Range> version : versions.descendingMap().entrySet()) {
            Range range = version.getValue();
            if (highest >= 0 && range.last() > highest) {
              findings.add(
                  "tenant '"
                      + tenant
                      + "': decision "
                      + range.last()
                      + " names "
                      + named(version.getKey())
                      + ", after decision "
                      + highest
                      + " had named "
                      + named(by));
            }
            if (highest < 0 || range.first() < highest) {
              highest = range.first();
              by = version.getKey();
            }
          }
        });
    return findings;
  }

  private static String named(long version) {
    return version == NONE ? "no bundle" : "version " + version;
  }
}
