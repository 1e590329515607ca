package io.floodwall.app.deployer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.look.LookFormat;
import io.floodwall.app.look.RowPrinter;
import io.floodwall.app.look.WallTopics;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.Backlog;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.DeployerClientBuilder;
import io.floodwall.client.FencedException;
import io.floodwall.client.UnknownOutcomes;
import io.floodwall.client.UntrustedLedgerException;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall deploy}: the reference deployer, and what one does about unknown outcomes. */
@Command(
    name = "deploy",
    description =
        "Runs a command for each admitted decision that is in force, and records the outcome.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall deploy --exec ./apply.sh                       until Ctrl-C",
      "  floodwall deploy --concurrency 8 --exec-timeout 60 --exec python3 apply.py --verbose",
      "  floodwall deploy -o json --max 1 --exec jq -c .decision.action",
      "  floodwall deploy --once --exec ./apply.sh                what is to be done now, then"
          + " ends",
      "  floodwall deploy --share --name deployer-3 --exec ./apply.sh",
      "  floodwall deploy --unknown                               what somebody must look at",
      "  floodwall deploy --resolve deployer/7=applied --evidence 'the row is there'",
      "",
      "The command gets the decision as one line of JSON on its stdin: token, attempt, repeat,"
          + " decision. Exit code 0 is",
      "applied, 1 to 128 failed: nothing is changed. Above that a signal ended it, and the outcome"
          + " is unknown, as it is when",
      "the time is up. The last 1000 bytes of its output are the evidence.",
      "",
      "No receipt, no deploy: each decision's ledger entry must be under a checkpoint that the"
          + " log's key signed (--vkey,",
      "--policy, or the key of the wall in --data) and that continues the last one seen (--pin).",
      "",
      "Exit code 0 when all was applied or settled, 1 when a command failed, 4 when an outcome is"
          + " unknown, 5 when the",
      "ledger contradicts itself or a decision."
    })
public final class DeployCommand implements Callable<Integer> {
  private static final int HOOK_PATIENCE_SECONDS = 20;

  @Mixin private ExecOptions exec = new ExecOptions();
  @Mixin private ProofOptions proof = new ProofOptions();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--unknown", description = "list the outcomes that nobody knows")
  private boolean unknown;

  @Option(
      names = "--resolve",
      paramLabel = "AGENT/ID=applied|failed",
      description =
          "settle an unknown outcome after somebody has looked; the first 12 digits of the"
              + " decision will do for AGENT/ID")
  private @Nullable String resolve;

  @Option(names = "--evidence", paramLabel = "TEXT", description = "for --resolve: what was seen")
  private String evidence = "";

  @Option(
      names = "--who",
      defaultValue = "${sys:user.name}",
      description = "for --resolve: who has looked (default: ${DEFAULT-VALUE})")
  private String who = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  /** What {@code --resolve} says. */
  private record Settlement(String words, Result result) {
    static Settlement parse(String text) {
      int at = text.lastIndexOf('=');
      String said = text.substring(at + 1).toUpperCase(Locale.ROOT);
      if (at < 1 || !(said.equals("APPLIED") || said.equals("FAILED"))) {
        throw CommandException.usage(
            "--resolve must be AGENT/ID=applied or AGENT/ID=failed, got '" + text + "'");
      }
      return new Settlement(text.substring(0, at), Result.valueOf(said));
    }
  }

  @Override
  public Integer call() {
    if ((exec.isGiven() ? 1 : 0) + (unknown ? 1 : 0) + (resolve == null ? 0 : 1) != 1) {
      throw CommandException.usage("give one of --exec CMD, --unknown and --resolve AGENT/ID=...");
    }
    Settlement settlement = resolve == null ? null : Settlement.parse(resolve);
    if (settlement != null && evidence.isBlank()) {
      throw CommandException.usage("--resolve needs --evidence: what was seen, for the record");
    }
    if (!PlainText.isName(who)) {
      throw CommandException.usage("--who must be 1-200 bytes of plain text");
    }
    if (exec.isGiven()) {
      exec.check();
    }
    try (Wall wall = Wall.connect(kafka)) {
      Topics topics = wall.topics();
      WallTopics.require(wall, List.of(topics.admitted(), topics.outcomes(), topics.heads()));
      if (exec.isGiven()) {
        return exec.isOnce()
            ? deployOnce(wall, exec.name())
            : deploy(wall, exec.name(), () -> false);
      }
      UnknownOutcomes outcomes = opened(wall.deployerClient()::unknownOutcomes);
      return settlement == null ? list(outcomes) : settle(outcomes, settlement);
    } catch (UntrustedLedgerException e) {
      throw new CommandException(
          ExitCode.TAMPER,
          e.getMessage()
              + "; no command was run for it. Deploy nothing more, keep everything as it is, and"
              + " look with: floodwall ledger audit",
          e);
    } catch (FencedException e) {
      throw new CommandException(
          ExitCode.ERROR,
          e.getMessage() + "; two deployers must not have one name, give each its own: --name",
          e);
    }
  }

  /** A client, unless the client properties forbid it. */
  private static <T> T opened(Supplier<T> client) {
    try {
      return client.get();
    } catch (IllegalStateException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private int deployOnce(Wall wall, String name) {
    try (Backlog backlog = opened(builder(wall)::backlog)) {
      int count = backlog.left();
      spec.commandLine()
          .getErr()
          .println("deploy: " + count + " to be done now" + (count == 0 ? "" : ", then it ends"));
      return count == 0 ? ExitCode.OK : deploy(wall, name, () -> backlog.left() == 0);
    }
  }

  private DeployerClientBuilder builder(Wall wall) {
    DeployerClientBuilder builder = wall.deployerClient();
    return exec.isShared() ? builder.shareGroup() : builder;
  }

  private int deploy(Wall wall, String name, BooleanSupplier enough) {
    var finished = new CountDownLatch(1);
    try (Workers workers = exec.workers();
        DeployerClient client = opened(client(wall, name)::open)) {
      var deploying = new Deploying(client, workers, exec.lanes(), exec.stopPatience());
      var printer =
          new AttemptPrinter(
              new DataOut(spec.commandLine().getOut()),
              spec.commandLine().getErr(),
              output.format(),
              deploying::stop);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(deploying, finished), "deploy-stop"));
      spec.commandLine()
          .getErr()
          .println(
              PlainText.escaped(
                  "deploy: "
                      + name
                      + " takes decisions from "
                      + wall.topics().admitted()
                      + "; Ctrl-C stops it"));
      deploying.run(exec.max(), enough, printer);
      return printer.exitCode();
    } finally {
      finished.countDown();
    }
  }

  private DeployerClientBuilder client(Wall wall, String name) {
    DeployerClientBuilder client = builder(wall).name(name).idempotent(exec.idempotent());
    return proof.on(client, name, told -> spec.commandLine().getErr().println("deploy: " + told));
  }

  private void stop(Deploying deploying, CountDownLatch finished) {
    deploying.stop();
    try {
      if (!finished.await(
          exec.stopPatience().toSeconds() + HOOK_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        spec.commandLine()
            .getErr()
            .println("deploy: ended with work open; it is listed or repeated");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int list(UnknownOutcomes outcomes) {
    List<Outcome> all = outcomes.list();
    print(all);
    return all.isEmpty() ? ExitCode.OK : ExitCode.PENDING;
  }

  private int settle(UnknownOutcomes outcomes, Settlement settlement) {
    Outcome of = Unknowns.find(outcomes.list(), settlement.words());
    Outcome stands = outcomes.resolve(of.decision(), settlement.result(), who, evidence);
    print(List.of(stands));
    if (stands.result() != settlement.result()) {
      throw new CommandException(
          ExitCode.ERROR,
          stands.deployer() + " was faster and settled it as " + stands.result().label());
    }
    return ExitCode.OK;
  }

  private void print(List<Outcome> outcomes) {
    var out = new DataOut(spec.commandLine().getOut());
    LookFormat format = output.isJson() ? LookFormat.json : LookFormat.table;
    new RowPrinter(Unknowns.COLUMNS, format, out).print(Unknowns.rows(outcomes));
    spec.commandLine().getOut().flush();
  }
}
