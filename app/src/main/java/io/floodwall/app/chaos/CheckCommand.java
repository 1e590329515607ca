package io.floodwall.app.chaos;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.intent.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall chaos check}: judges a history that somebody recorded. */
@Command(
    name = "check",
    description = "Judges a history: LESS, MORE or EXACT. docs/chaos.md has the format.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall chaos check history.jsonl",
      "  floodwall chaos check -o json history.jsonl",
      "",
      "Exit code 0 when it is EXACT and nothing is pending, else 1."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSON Lines, one event each")
  private Path file = Path.of("");

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file)) {
      throw CommandException.usage(file + ": no such file; name a history in JSON Lines");
    }
    Tally tally;
    try {
      tally = Checker.check(file);
    } catch (IllegalArgumentException | IOException e) {
      throw new CommandException(ExitCode.ERROR, file + ": " + e.getMessage(), e);
    }
    PrintWriter err = spec.commandLine().getErr();
    tally.examples().forEach(line -> err.println("chaos: " + PlainText.escaped(line)));
    PrintWriter out = spec.commandLine().getOut();
    out.println(output.isJson() ? Json.line(tally.json()) : tally.line());
    out.flush();
    return tally.isSound() ? ExitCode.OK : ExitCode.ERROR;
  }
}
