package io.floodwall.app.ledger;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall ledger cat}: prints entries, one a line, each chain in its order. */
@Command(
    name = "cat",
    description =
        "Prints ledger entries with their payloads decoded, one a line, chain after chain.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger cat | head",
      "  floodwall ledger cat --agent deployer --kind verdict",
      "  floodwall ledger cat --partition 0 --from 100 --to 199 -o json | jq .kind",
      "",
      "It checks no links: that is what verify does.",
      "Exit code 5 when a record or its payload does not decode."
    })
final class CatCommand implements Callable<Integer> {
  @Mixin private LedgerSource source = new LedgerSource();
  @Mixin private ChainsOption chains = new ChainsOption();
  @Mixin private RangeOptions range = new RangeOptions();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "only these: verdict, refusals, bundle, control or outcome")
  private Set<EntryKind> kinds = Set.of(EntryKind.values());

  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      description = "only what is about this agent: its verdicts, their outcomes and its jail")
  private @Nullable String agent;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    range.check();
    var out = new DataOut(spec.commandLine().getOut());
    try (OpenLedger ledger = source.open(spec.commandLine())) {
      var cat =
          new Cat(
              this::wants,
              new EntryPrinter(output.format(), out),
              ledger.wall().codecs(),
              out,
              new DataOut(spec.commandLine().getErr()));
      try {
        new DamageTolerantReader(ledger.wall()).read(chains.of(ledger), cat);
      } catch (Cat.NobodyReads e) {
        return ExitCode.OK;
      }
      cat.end();
      return cat.exitCode();
    }
  }

  private boolean wants(LedgerEntry entry, Payload payload) {
    return range.contains(entry.seq())
        && kinds.contains(entry.kind())
        && (agent == null || payload.isOf(agent));
  }
}
