package io.floodwall.app.ledger;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code floodwall ledger audit}: whether every intent has exactly one outcome on record. */
@Command(
    name = "audit",
    description =
        "Checks that every intent has exactly one outcome, and that the verdict topics hold what"
            + " the ledger holds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger audit",
      "  floodwall ledger audit --data demo-data",
      "  floodwall ledger audit -o json | jq .findings",
      "",
      "Below the cut, which is where admission has read to, every committed intent is decided,"
          + " refused,",
      "expired or pending: exactly one of them. What retention has taken is told, not proven.",
      "Exit code 5 when anything is missing, extra, double or different. It verifies the chains"
          + " too."
    })
final class AuditCommand implements Callable<Integer> {
  private static final long SETTLE_MS = 20_000;

  @Mixin private LedgerSource source = new LedgerSource();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = new DataOut(spec.commandLine().getOut());
    var talk = new DataOut(spec.commandLine().getErr());
    try (OpenLedger ledger = source.open(spec.commandLine());
        var progress = new ReadingProgress("auditing")) {
      WallAudited audited = new Audit(ledger, SETTLE_MS, talk, progress).run();
      if (output.isJson()) {
        out.json(AuditPrinter.json(audited));
      } else {
        AuditPrinter.text(ledger.name(), audited, out);
      }
      spec.commandLine().getOut().flush();
      return audited.faults() == 0 ? ExitCode.OK : ExitCode.TAMPER;
    }
  }
}
