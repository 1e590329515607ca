package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.Bundles;
import io.floodwall.core.gate.PolicyBundle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How bundles are listed: of every tenant the one that governs, then its older versions. */
final class BundleRows {
  static final List<Column> COLUMNS =
      Column.of("TENANT", "VERSION", "GOVERNS", "DEFAULT", "DIGEST", "AGENTS", "POLICIES");

  private static final int DIGEST_CHARS = 12;

  private BundleRows() {}

  /** Rows of {@code bundles}, which come by tenant with the highest version first. */
  static List<Row> of(List<Bundles.Found> bundles) {
    var rows = new ArrayList<Row>();
    Set<String> governed = new HashSet<>();
    for (Bundles.Found found : bundles) {
      rows.add(row(found, governed.add(found.bundle().tenant())));
    }
    return rows;
  }

  private static Row row(Bundles.Found found, boolean governs) {
    PolicyBundle bundle = found.bundle();
    String fallback = bundle.admitByDefault() ? "admit" : "reject";
    ObjectNode json =
        Json.object()
            .put("tenant", bundle.tenant())
            .put("version", bundle.version())
            .put("governs", governs)
            .put("default", fallback)
            .put("digest", found.digest().hex())
            .put("agents", bundle.agents().size());
    bundle.policies().forEach(policy -> json.withArray("policies").add(policy.name()));
    return new Row(
        "bundle/" + bundle.key(),
        json,
        List.of(
            bundle.tenant(),
            Long.toString(bundle.version()),
            governs ? "yes" : "no",
            fallback,
            found.digest().hex().substring(0, DIGEST_CHARS),
            bundle.agents().isEmpty() ? "any" : Integer.toString(bundle.agents().size()),
            bundle.policies().stream()
                .map(PolicyBundle.PolicySpec::name)
                .collect(Collectors.joining(","))));
  }
}
