package io.floodwall.app.ledger;

import static io.floodwall.app.ledger.VerifyCommand.count;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.replay.Difference;

/** What deciding again came to, both sides of every difference, for people and for programs. */
final class ReplayVerificationPrinter {
  private ReplayVerificationPrinter() {}

  static void text(String name, ReplayVerification.Outcome outcome, DataOut out) {
    for (ReplayVerification.Finding finding : outcome.findings()) {
      out.text(place(finding) + (finding.subject().isEmpty() ? "" : " " + finding.subject()));
      finding.differences().forEach(difference -> out.text("  " + difference.line()));
    }
    long more = outcome.findingsCount() - outcome.findings().size();
    if (more > 0) {
      out.text("and " + more + " more");
    }
    outcome.chains().stream()
        .filter(chain -> !chain.isValid())
        .forEach(chain -> VerifyCommand.text(chain, out));
    out.text(
        "ledger '"
            + name
            + "': "
            + count(outcome.decisions(), "decision")
            + " decided again by "
            + count(outcome.bundles(), "bundle")
            + " on record: "
            + (outcome.isSound()
                ? "all follow"
                : "NOT all as recorded, " + count(outcome.findingsCount(), "finding")));
  }

  static ObjectNode json(ReplayVerification.Outcome outcome) {
    ObjectNode object =
        Json.object()
            .put("follows", outcome.isSound())
            .put("decisions", outcome.decisions())
            .put("bundles", outcome.bundles());
    ArrayNode findings = object.putArray("findings");
    for (ReplayVerification.Finding finding : outcome.findings()) {
      ObjectNode one = findings.addObject().put("partition", finding.partition());
      one.put("seq", finding.seq() < 0 ? null : (Long) finding.seq());
      one.put("intent", finding.subject().isEmpty() ? null : finding.subject());
      ArrayNode differences = one.putArray("differences");
      for (Difference difference : finding.differences()) {
        differences
            .addObject()
            .put("what", difference.what())
            .put("recorded", difference.recorded())
            .put("decided_again", difference.redecided());
      }
    }
    object.put("findings_count", outcome.findingsCount());
    ArrayNode chains = object.putArray("chain_findings");
    for (LedgerCheck.Checked chain : outcome.chains()) {
      for (var finding : chain.findings()) {
        chains.add(
            Json.object()
                .put("partition", chain.partition())
                .<ObjectNode>setAll(VerifyCommand.json(finding)));
      }
    }
    return object;
  }

  private static String place(ReplayVerification.Finding finding) {
    return finding.seq() < 0
        ? "partition " + finding.partition()
        : "entry " + LedgerEntry.key(finding.partition(), finding.seq());
  }
}
