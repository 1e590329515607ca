package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.replay.Rebuilt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall ledger replay}: rebuilds the wall's state from what was recorded, deciding
 * nothing again; or decides everything again and compares.
 */
@Command(
    name = "replay",
    description = {
      "Rebuilds the wall's state from the ledger and the retained intents: verdicts, buckets, what"
          + " waits, holds, counters, heads.",
      "Verifies the chains on the way, and exits with 5 when anything is found."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger replay",
      "  floodwall ledger replay --verify            does every verdict follow from its facts?",
      "  floodwall ledger replay --verify --state --data data       and do the changelogs?",
      "  floodwall ledger replay --rebuild --config admission.properties    (docs/operations.md)",
      "  floodwall ledger replay --to 2026-11-03T10:00:00Z",
      "  floodwall ledger replay --data demo-data -o json | jq 'select(.type == \"waiting\")'",
      "",
      "Memory grows with the intents decided and waiting, and with the agents."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final long SETTLE_MS = 30_000;

  @Mixin private LedgerSource source = new LedgerSource();

  @Option(
      names = "--to",
      paramLabel = "SEQ|TIME",
      description =
          "rebuild as of this entry of every chain, or as of this RFC 3339 time (default: now)")
  private @Nullable String to;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--verify",
      description =
          "decide every decision again from its facts and the bundle that it names, and compare")
  private boolean verify;

  @Mixin private RebuildOptions rebuild = new RebuildOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    UpTo upTo = UpTo.parse(to);
    var out = new DataOut(spec.commandLine().getOut());
    var talk = new DataOut(spec.commandLine().getErr());
    if (rebuild.isAsked()) {
      return rebuilt(out, talk);
    }
    if (rebuild.isCompared() && !verify) {
      throw CommandException.usage("--state is for --verify");
    }
    if (verify) {
      return verified(out, talk);
    }
    try (OpenLedger ledger = source.open(spec.commandLine());
        var progress = new ReadingProgress("replaying")) {
      Replay.Outcome outcome = new Replay(ledger, upTo, talk).run(progress);
      Rebuilt wall = outcome.rebuilt();
      if (output.isJson()) {
        new ReplayJson(out).print(wall, outcome.chains());
      } else {
        new ReplayText(out).print("ledger '" + ledger.name() + "' " + upTo.said(), wall);
        outcome.chains().stream()
            .filter(chain -> !chain.isValid())
            .forEach(chain -> VerifyCommand.text(chain, out));
      }
      spec.commandLine().getOut().flush();
      return outcome.isSound() ? ExitCode.OK : ExitCode.TAMPER;
    }
  }

  private int verified(DataOut out, DataOut talk) {
    if (to != null) {
      throw CommandException.usage("--verify decides everything again: give it no --to");
    }
    try (OpenLedger ledger = source.open(spec.commandLine());
        var progress = new ReadingProgress("deciding again")) {
      ReplayVerification.Outcome outcome = new ReplayVerification(ledger).run(progress);
      StateVerification.Outcome state =
          rebuild.isCompared() && outcome.isSound() ? compared(ledger, progress, talk) : null;
      if (output.isJson()) {
        ObjectNode told = ReplayVerificationPrinter.json(outcome);
        if (state != null) {
          told.set("state", state.json());
        }
        out.json(told);
      } else {
        ReplayVerificationPrinter.text(ledger.name(), outcome, out);
        if (state != null) {
          state.text(out);
        }
      }
      spec.commandLine().getOut().flush();
      return outcome.isSound() && (state == null || state.isSame()) ? ExitCode.OK : ExitCode.TAMPER;
    }
  }

  private StateVerification.Outcome compared(
      OpenLedger ledger, ReadingProgress progress, DataOut talk) {
    var settled = new Settled(ledger.wall(), SETTLE_MS);
    new RebuildTarget(ledger.wall(), settled).requireStopped("the state cannot be compared: ");
    AdmissionConfig admission = rebuild.admission(ledger.wall().prefix());
    RebuiltWall folded = new Rebuild(ledger, admission, settled, progress).run().wall();
    folded.remarks().forEach(talk::text);
    return new StateVerification(ledger.wall(), settled).run(folded);
  }

  private int rebuilt(DataOut out, DataOut talk) {
    if (to != null || verify || spec.commandLine().getParseResult().hasMatchedOption("--data")) {
      throw CommandException.usage(
          "--rebuild writes to a cluster, all there is: give it no --to, --verify or --data");
    }
    try (OpenLedger ledger = source.open(spec.commandLine());
        var progress = new ReadingProgress("rebuilding")) {
      var settled = new Settled(ledger.wall(), SETTLE_MS);
      var target = new RebuildTarget(ledger.wall(), settled);
      target.requireEmptyAndStopped();
      AdmissionConfig admission = rebuild.admission(ledger.wall().prefix());
      Rebuild.Outcome outcome = new Rebuild(ledger, admission, settled, progress).run();
      if (!outcome.isValid()) {
        outcome.chains().forEach(chain -> VerifyCommand.text(chain, talk));
        talk.text("nothing was written: the ledger is not what was written");
        return ExitCode.TAMPER;
      }
      target.write(outcome.wall());
      if (output.isJson()) {
        out.json(RebuildPrinter.json(outcome.wall()));
      } else {
        RebuildPrinter.text(ledger.name(), outcome.wall(), out);
      }
      outcome.wall().remarks().forEach(talk::text);
      spec.commandLine().getOut().flush();
      return outcome.wall().lost().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }
  }
}
