package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.cli.Progress;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.tlog.BundleExam;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall verify}: checks a bundle, with no broker and nobody's word but the key's. */
@Command(
    name = "verify",
    description = "Checks a ledger bundle on any machine: no broker is needed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger bundle --data data --out ledger.bundle       where the ledger is",
      "  floodwall keys show data/keys/log.key                        its key, to be told apart",
      "  floodwall verify --bundle ledger.bundle --vkey KEY           anywhere",
      "  floodwall verify --bundle ledger.bundle --policy trust.txt -o json | jq .valid",
      "",
      "Prints PASS, FAIL or NOT CHECKED for each check, and what is NOT PROVEN. Without --vkey the",
      "bundle's own key is used, which says nothing of who wrote it.",
      "Exit code 5 for any damage, 1 only when the file cannot be read."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "FILE",
      description = "the bundle, made by floodwall ledger bundle")
  private Path bundle = Path.of("");

  @Mixin private TrustOptions trust = new TrustOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var keys = trust.keys();
    var policy = trust.policy();
    BundleExam.Report report;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(bundle), BUFFER_BYTES);
        Progress bar = Progress.of("verifying", Files.size(bundle))) {
      report = new BundleExam(keys, policy, bar::at).run(file);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, "the bundle " + bundle + " cannot be read: " + e, e);
    }
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(ExamPrinter.json(report.file(), report.chains()));
    } else {
      ExamPrinter.text(report.file(), report.chains(), out);
    }
    spec.commandLine().getOut().flush();
    return report.isValid() ? ExitCode.OK : ExitCode.TAMPER;
  }
}
