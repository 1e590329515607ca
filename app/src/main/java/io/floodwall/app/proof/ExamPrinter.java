package io.floodwall.app.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.tlog.ChainReport;
import io.floodwall.tlog.Check;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what came of an exam: every check, and in plain words what is not proven. */
final class ExamPrinter {
  private ExamPrinter() {}

  /** For people. */
  static void text(@Nullable Check file, List<ChainReport> chains, DataOut out) {
    if (file != null) {
      line(file, out);
    }
    for (ChainReport chain : chains) {
      out.text("chain " + chain.origin() + ", " + range(chain));
      chain.checks().forEach(check -> line(check, out));
      chain.notProven().forEach(open -> out.text("  NOT PROVEN   " + open));
    }
    boolean valid = isValid(file, chains);
    out.text(valid ? "valid: no check failed" : "NOT VALID: a check failed");
  }

  /** For programs: one object. */
  static ObjectNode json(@Nullable Check file, List<ChainReport> chains) {
    ObjectNode all = Json.object().put("valid", isValid(file, chains));
    if (file != null) {
      all.set("file", json(file));
    }
    ArrayNode list = all.putArray("chains");
    for (ChainReport chain : chains) {
      ObjectNode one = list.addObject().put("origin", chain.origin());
      one.put("from", chain.from()).put("to", chain.to()).put("valid", chain.isValid());
      ArrayNode checks = one.putArray("checks");
      chain.checks().forEach(check -> checks.add(json(check)));
      ArrayNode open = one.putArray("not_proven");
      chain.notProven().forEach(open::add);
    }
    return all;
  }

  static boolean isValid(@Nullable Check file, List<ChainReport> chains) {
    return (file == null || file.status() == Check.Status.PASS)
        && chains.stream().allMatch(ChainReport::isValid);
  }

  private static void line(Check check, DataOut out) {
    out.text(
        String.format(
            Locale.ROOT,
            "  %-12s %-11s %s: %s",
            check.status().label(),
            check.name(),
            check.range(),
            check.detail()));
  }

  private static ObjectNode json(Check check) {
    return Json.object()
        .put("check", check.name())
        .put("status", check.status().label())
        .put("range", check.range())
        .put("detail", check.detail());
  }

  private static String range(ChainReport chain) {
    return chain.to() == chain.from()
        ? "no entries"
        : "entries " + chain.from() + " to " + (chain.to() - 1);
  }
}
