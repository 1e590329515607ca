package io.floodwall.app.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.look.IntentName;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.TlogProof;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.UntrustedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall receipt}: the proof that a decision is in the ledger, for one who was not there.
 */
@Command(
    name = "receipt",
    description =
        "Prints the receipt of a decision: a C2SP tlog-proof that it is in the ledger, to be"
            + " checked offline.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall receipt deployer/1 > deployer-1.tlog-proof",
      "  floodwall receipt deployer/1 --full --out deployer-1.tlog-proof",
      "  floodwall receipt verify deployer-1.tlog-proof --vkey KEY",
      "",
      "A full receipt carries the decision itself. Exit code 4 when the decision is not under a",
      "checkpoint yet, 5 when the ledger's tree does not lead to its checkpoint."
    },
    subcommands = ReceiptCommand.Verify.class)
public final class ReceiptCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "AGENT/ID", description = "whose decision")
  private @Nullable String name;

  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      description = "the agent, if AGENT/ID is unclear")
  private @Nullable String agent;

  @Option(names = "--id", paramLabel = "ID", description = "the id, if AGENT/ID is unclear")
  private @Nullable String id;

  @Option(names = "--full", description = "put the decision itself in, for who has nothing else")
  private boolean full;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write to a new file (default: stdout)")
  private @Nullable Path file;

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<IntentName> names = IntentName.of(name, agent, id);
    Receipt receipt;
    try (Wall wall = Wall.connect(kafka)) {
      receipt = new ReceiptSearch(wall, kafka.timeoutMs()).find(names, full);
    }
    Path to = file;
    if (to == null) {
      spec.commandLine().getOut().print(receipt);
    } else {
      try {
        Files.writeString(to, receipt.toString(), StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw new CommandException(ExitCode.ERROR, "cannot write " + to + ": " + e, e);
      }
      new DataOut(spec.commandLine().getOut())
          .text("next, anywhere: floodwall receipt verify " + to + " --vkey KEY");
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** {@code floodwall receipt verify}. */
  @Command(
      name = "verify",
      description = "Checks a receipt, with no broker: only the file and the keys that you trust.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  floodwall receipt verify deployer-1.tlog-proof --vkey KEY",
        "  floodwall receipt verify deployer-1.tlog-proof --policy trust.txt -o json",
        "",
        "Exit code 5 when it does not hold, 1 only when the file cannot be read."
      })
  static final class Verify implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the receipt")
    private Path file = Path.of("");

    @Mixin private TrustOptions trust = new TrustOptions();

    @Mixin private OutputOption output = new OutputOption();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      if (!trust.isGiven()) {
        throw CommandException.usage(
            "whom do you trust? Name the log's key with --vkey, or a --policy");
      }
      Trust trusted = trust.trust();
      ObjectNode told = Json.object();
      int exit = ExitCode.OK;
      try {
        Receipt receipt = Receipt.parse(bytes());
        Checkpoint checkpoint = Checkpoint.parse(receipt.proof().note().text());
        receipt.verify(trusted.of(checkpoint.origin()));
        told.put("valid", true).put("origin", checkpoint.origin());
        told.put("entry", receipt.proof().index()).put("size", checkpoint.size());
        told.put("leaf", receipt.leaf().hex());
        told.put("witnessed", trusted.policy() != null);
        decision(receipt, told);
      } catch (FormatException | UntrustedException e) {
        told.removeAll();
        told.put("valid", false).put("problem", e.getMessage());
        exit = ExitCode.TAMPER;
      }
      print(told);
      return exit;
    }

    private byte[] bytes() throws FormatException {
      try {
        if (Files.size(file) > TlogProof.BYTES_MAX) {
          throw new FormatException("the file is larger than any receipt");
        }
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.ERROR, "the receipt " + file + " cannot be read: " + e, e);
      }
    }

    private static void decision(Receipt receipt, ObjectNode told) throws FormatException {
      Optional<LedgerEntry> entry = receipt.entry();
      if (entry.isEmpty()) {
        return;
      }
      try {
        Decision decision =
            Codecs.pinned().decision().decodePayload(entry.get().schema(), entry.get().payload());
        ObjectNode one = told.putObject("decision");
        one.put("agent", decision.intent().agent()).put("id", decision.intent().id());
        one.put("verdict", decision.verdict().name().toLowerCase(Locale.ROOT));
        one.put("digest", entry.get().payload().sha256().hex());
      } catch (MalformedRecordException e) {
        told.put("decision_unreadable", e.getMessage());
      }
    }

    private void print(ObjectNode told) {
      var out = new DataOut(spec.commandLine().getOut());
      if (output.isJson()) {
        out.json(told);
      } else if (!told.get("valid").asBoolean()) {
        out.text("FAIL         " + told.get("problem").asText());
      } else {
        String origin = told.get("origin").asText();
        out.text(
            "PASS         inclusion: entry "
                + told.get("entry")
                + " of "
                + origin
                + " is in the tree of "
                + told.get("size")
                + " entries");
        out.text("PASS         signature: a trusted key of " + origin + " signed that tree");
        out.text(
            told.get("witnessed").asBoolean()
                ? "PASS         witnesses: the quorum cosigned"
                : "NOT CHECKED  witnesses: no policy was given");
        if (told.has("decision")) {
          out.text(
              "PASS         decision: "
                  + told.get("decision").get("agent").asText()
                  + "/"
                  + told.get("decision").get("id").asText()
                  + " "
                  + told.get("decision").get("verdict").asText());
        } else {
          out.text(
              "NOT CHECKED  decision: the receipt does not carry it; make one with --full, or"
                  + " compare the leaf "
                  + told.get("leaf").asText());
        }
      }
      spec.commandLine().getOut().flush();
    }
  }
}
