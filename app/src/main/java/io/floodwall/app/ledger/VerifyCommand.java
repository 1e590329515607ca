package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.ledger.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall ledger verify}: recomputes every chain and names what is not as it was written.
 */
@Command(
    name = "verify",
    description = "Recomputes every chain of the ledger and compares it with the published heads.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger verify",
      "  floodwall ledger verify --data demo-data",
      "  floodwall ledger verify --partition 0,3 -o json | jq .findings",
      "",
      "Checks keys, sequence, links, digests, heads, deletions and that all can be read.",
      "Exit code 5 when anything is found. An empty ledger is valid."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String NOT_PROVEN =
      "not proven: entries cut behind the last published head, or a ledger rebuilt whole together"
          + " with its heads, leave no trace in the ledger itself";

  @Mixin private LedgerSource source = new LedgerSource();
  @Mixin private ChainsOption chains = new ChainsOption();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var command = spec.commandLine();
    var out = new DataOut(command.getOut());
    try (OpenLedger ledger = source.open(command);
        var progress = new ReadingProgress("verifying")) {
      List<LedgerCheck.Checked> checked =
          new LedgerCheck(ledger.wall(), ledger.name())
              .run(ledger.heads(), chains.of(ledger), (record, entry) -> {}, progress);
      if (output.isJson()) {
        checked.forEach(chain -> out.json(json(chain)));
        out.json(summary(checked));
      } else {
        checked.forEach(chain -> text(chain, out));
        out.text(verdict(ledger.name(), checked));
        new DataOut(command.getErr()).text(NOT_PROVEN);
      }
      command.getOut().flush();
      return checked.stream().allMatch(LedgerCheck.Checked::isValid)
          ? ExitCode.OK
          : ExitCode.TAMPER;
    }
  }

  static void text(LedgerCheck.Checked chain, DataOut out) {
    String digest = chain.head() == null ? "unknown" : chain.head().digest().hex();
    String says = chain.isValid() ? "valid" : count(chain.findingsCount(), "finding");
    out.text(
        "chain "
            + chain.partition()
            + ": "
            + count(size(chain), "entry")
            + ", head "
            + digest
            + ": "
            + says);
    chain.findings().forEach(finding -> out.text("  " + finding.line()));
    long more = chain.findingsCount() - chain.findings().size();
    if (more > 0) {
      out.text("  and " + more + " more");
    }
  }

  static ObjectNode json(Finding finding) {
    ObjectNode object = Json.object().put("check", finding.check().label());
    object.put("seq", finding.seq() < 0 ? null : (Long) finding.seq());
    return object.put("place", finding.place()).put("detail", finding.detail());
  }

  private static ObjectNode json(LedgerCheck.Checked chain) {
    ObjectNode object =
        Json.object().put("partition", chain.partition()).put("records", chain.records());
    object.put("size", chain.head() == null ? null : (Long) chain.head().size());
    object.put("head", chain.head() == null ? null : chain.head().digest().hex());
    object.put("valid", chain.isValid());
    var findings = object.putArray("findings");
    chain.findings().forEach(finding -> findings.add(json(finding)));
    return object.put("findings_count", chain.findingsCount());
  }

  private static ObjectNode summary(List<LedgerCheck.Checked> chains) {
    return Json.object()
        .put("valid", findings(chains) == 0)
        .put("chains", chains.size())
        .put("records", chains.stream().mapToLong(LedgerCheck.Checked::records).sum())
        .put("findings", findings(chains));
  }

  private static String verdict(String name, List<LedgerCheck.Checked> chains) {
    long bad = chains.stream().filter(chain -> !chain.isValid()).count();
    long records = chains.stream().mapToLong(LedgerCheck.Checked::records).sum();
    String all = count(chains.size(), "chain") + ", " + count(records, "record");
    return bad == 0
        ? "ledger '" + name + "' is valid: " + all
        : "ledger '"
            + name
            + "' is NOT valid: "
            + count(findings(chains), "finding")
            + " in "
            + bad
            + " of "
            + all;
  }

  private static long findings(List<LedgerCheck.Checked> chains) {
    return chains.stream().mapToLong(LedgerCheck.Checked::findingsCount).sum();
  }

  private static long size(LedgerCheck.Checked chain) {
    return chain.head() == null ? chain.records() : chain.head().size();
  }

  /** So many of them, in words. */
  static String count(long count, String noun) {
    if (count == 1) {
      return "1 " + noun;
    }
    return count
        + " "
        + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }
}
