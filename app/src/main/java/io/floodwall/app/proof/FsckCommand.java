package io.floodwall.app.proof;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.ChainsOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.ledger.Heads;
import io.floodwall.app.ledger.LedgerSource;
import io.floodwall.app.ledger.OpenLedger;
import io.floodwall.app.ledger.ReadingProgress;
import io.floodwall.core.ledger.Chain;
import io.floodwall.tlog.ChainExam;
import io.floodwall.tlog.ChainReport;
import io.floodwall.tlog.Check;
import io.floodwall.tlog.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall fsck}: makes every chain, tree, tile and checkpoint again from the raw entries.
 */
@Command(
    name = "fsck",
    description =
        "Makes every chain, tree, tile and checkpoint again from the raw entries, and compares.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall fsck",
      "  floodwall fsck --data demo-data --vkey KEY",
      "  floodwall fsck --policy trust.txt --partition 0 -o json | jq .chains[0].checks",
      "",
      "Prints PASS, FAIL or NOT CHECKED for each check, and what is NOT PROVEN.",
      "Exit code 5 when a check failed."
    })
public final class FsckCommand implements Callable<Integer> {
  @Mixin private LedgerSource source = new LedgerSource();
  @Mixin private TrustOptions trust = new TrustOptions();
  @Mixin private ChainsOption chains = new ChainsOption();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Trust trusted = trust.trust();
    var reports = new ArrayList<ChainReport>();
    try (OpenLedger ledger = source.open(spec.commandLine())) {
      for (TopicPartition chain : chains.of(ledger)) {
        reports.add(examine(ledger, chain.partition(), trusted));
      }
    }
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(ExamPrinter.json(null, reports));
    } else {
      ExamPrinter.text(null, reports, out);
    }
    spec.commandLine().getOut().flush();
    return ExamPrinter.isValid(null, reports) ? ExitCode.OK : ExitCode.TAMPER;
  }

  private static ChainReport examine(OpenLedger ledger, int partition, Trust trust) {
    String origin = Chain.origin(ledger.name(), partition);
    var exam = new ChainExam(origin, trust);
    Heads.Told told = ledger.heads().of(ledger.name(), partition);
    if (told != null) {
      exam.head(told.head());
    }
    ledger
        .heads()
        .findings(ledger.name(), partition)
        .forEach(finding -> exam.unreadableHead(finding.line()));
    var chain = new SealedChain(ledger.wall(), partition);
    var tiles = new TileCheck(partition);
    chain.tell(exam);
    tiles.read(chain, ledger.wall().topics().tiles());
    try (var progress = new ReadingProgress("chain " + partition)) {
      chain.entries(exam, tiles::entry, progress);
    }
    ChainReport report = exam.end();
    List<Check> checks = new ArrayList<>(report.checks());
    checks.add(tiles.end());
    return new ChainReport(origin, report.from(), report.to(), checks, report.notProven());
  }
}
