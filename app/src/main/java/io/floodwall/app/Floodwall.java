package io.floodwall.app;

import io.floodwall.app.bench.BenchCommand;
import io.floodwall.app.chaos.ChaosCommand;
import io.floodwall.app.cli.Failures;
import io.floodwall.app.cli.Terminal;
import io.floodwall.app.cli.WrongUse;
import io.floodwall.app.commands.AgentsCommand;
import io.floodwall.app.commands.JailCommand;
import io.floodwall.app.commands.PolicyCommand;
import io.floodwall.app.commands.ReleaseCommand;
import io.floodwall.app.commands.RunCommand;
import io.floodwall.app.commands.SubmitCommand;
import io.floodwall.app.commands.TopicsCommand;
import io.floodwall.app.commands.UpCommand;
import io.floodwall.app.commands.ValveCommand;
import io.floodwall.app.commands.VersionCommand;
import io.floodwall.app.console.ConsoleCommand;
import io.floodwall.app.demo.DemoCommand;
import io.floodwall.app.deployer.DeployCommand;
import io.floodwall.app.doctor.DoctorCommand;
import io.floodwall.app.hammer.HammerCommand;
import io.floodwall.app.ledger.LedgerCommand;
import io.floodwall.app.look.GetCommand;
import io.floodwall.app.look.WatchCommand;
import io.floodwall.app.look.WhyCommand;
import io.floodwall.app.proof.FsckCommand;
import io.floodwall.app.proof.KeysCommand;
import io.floodwall.app.proof.ReceiptCommand;
import io.floodwall.app.proof.VerifyCommand;
import io.floodwall.app.simulate.SimulateCommand;
import io.floodwall.app.witness.WitnessCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code floodwall} command: everything one can do with a wall. */
@Command(
    name = "floodwall",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionCommand.Provider.class,
    description =
        "Governs what fleets of AI agents may change: admission, gate and ledger on one Kafka log.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nStart here:%n",
    footer = {
      "  floodwall demo                 a flood of 4000 intents through a real broker",
      "  floodwall up                   a wall to play with; it says what to type next",
      "  floodwall COMMAND --help       options and examples of a command",
      "",
      "Exit codes: 0 ok, 1 error, 2 usage, 3 rejected or refused, 4 pending, 5 tamper found."
    },
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      RunCommand.class,
      TopicsCommand.class,
      DoctorCommand.class,
      SubmitCommand.class,
      PolicyCommand.class,
      ValveCommand.class,
      JailCommand.class,
      ReleaseCommand.class,
      AgentsCommand.class,
      GetCommand.class,
      WatchCommand.class,
      WhyCommand.class,
      DeployCommand.class,
      LedgerCommand.class,
      FsckCommand.class,
      VerifyCommand.class,
      ReceiptCommand.class,
      KeysCommand.class,
      WitnessCommand.class,
      HammerCommand.class,
      ConsoleCommand.class,
      SimulateCommand.class,
      ChaosCommand.class,
      BenchCommand.class,
      VersionCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    })
public final class Floodwall implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine() {
    var command = new CommandLine(new Floodwall());
    boolean person = Terminal.isThere() && System.getenv("NO_COLOR") == null;
    command.setColorScheme(CommandLine.Help.defaultColorScheme(person ? Ansi.AUTO : Ansi.OFF));
    command.setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    command.setExecutionExceptionHandler(new Failures());
    command.setParameterExceptionHandler(new WrongUse());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(true);
    return command;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
