package io.floodwall.app.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.PlainText;
import java.util.List;
import java.util.Locale;

/** Findings as people and programs read them. */
record Report(List<Finding> findings) {

  /** Whether a promise is broken. */
  boolean isBroken() {
    return count(Severity.PROBLEM) > 0;
  }

  /** A line for each finding, and below those that matter: what should be, why, and the fix. */
  String text() {
    var text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          line(
              String.format(
                  Locale.ROOT,
                  "%-8s %-13s %s: %s",
                  finding.severity().title(),
                  finding.check(),
                  finding.subject(),
                  finding.is())));
      more(text, "should be", finding.should());
      more(text, "why", finding.why());
      more(text, "fix", finding.fix());
    }
    return text.append(line(summary())).toString();
  }

  /** One object a line. */
  String json() {
    var text = new StringBuilder();
    for (Finding finding : findings) {
      ObjectNode object =
          Json.object()
              .put("check", finding.check())
              .put("severity", finding.severity().title())
              .put("subject", finding.subject())
              .put("is", finding.is())
              .put("should", finding.should())
              .put("why", finding.why())
              .put("fix", finding.fix());
      text.append(Json.line(object)).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String summary() {
    long problems = count(Severity.PROBLEM);
    long warnings = count(Severity.WARNING);
    if (problems + warnings == 0) {
      return "all good";
    }
    return many(problems, "problem") + ", " + many(warnings, "warning");
  }

  private long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String many(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static void more(StringBuilder text, String what, String value) {
    if (!value.isEmpty()) {
      text.append(line(String.format(Locale.ROOT, "           %-9s %s", what, value)));
    }
  }

  private static String line(String text) {
    return PlainText.escaped(text) + System.lineSeparator();
  }
}
