package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall keys}: the keys that sign checkpoints, and those that verify them. */
@Command(
    name = "keys",
    description =
        "Makes the keys that sign a ledger or cosign as a witness, and shows what verifies them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall keys new floodwall --out log.key      prints the key to give to verifiers",
      "  floodwall up --set floodwall.sealer.key.files=log.key",
      "  floodwall keys show log.key",
      "",
      "To change keys: make a new one, sign with both (log.key,new.key), tell verifiers of the new",
      "one, then sign with the new one alone. What the old one signed verifies with it for ever."
    },
    subcommands = {KeysCommand.New.class, KeysCommand.Show.class})
public final class KeysCommand {

  /** {@code floodwall keys new}. */
  @Command(
      name = "new",
      description = "Makes a key in a new file that only you can read, and prints its public half.",
      footerHeading = "%nExample:%n",
      footer = "  floodwall keys new floodwall --out log.key")
  static final class New implements Callable<Integer> {
    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "what the key is called: the ledger's name, or a witness'")
    private String name = "";

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "where the secret goes; a file that exists is never written over")
    private Path file = Path.of("");

    @Mixin private OutputOption output = new OutputOption();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      SignerKey key;
      try {
        key = SignerKey.generate(name, new SecureRandom());
      } catch (FormatException e) {
        throw CommandException.usage(e.getMessage());
      }
      try {
        KeyFile.create(file, key);
      } catch (FileAlreadyExistsException e) {
        throw new CommandException(
            ExitCode.ERROR, file + " exists already, and a key is never written over", e);
      } catch (IOException e) {
        throw new CommandException(ExitCode.ERROR, "cannot write " + file + ": " + e, e);
      }
      print(key, output, spec);
      return ExitCode.OK;
    }
  }

  /** {@code floodwall keys show}. */
  @Command(
      name = "show",
      description = "Prints the public half of a key file: as a log, and as a witness.",
      footerHeading = "%nExample:%n",
      footer = "  floodwall keys show data/keys/log.key -o json | jq -r .log")
  static final class Show implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the key file")
    private Path file = Path.of("");

    @Mixin private OutputOption output = new OutputOption();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      try {
        print(KeyFile.read(file), output, spec);
      } catch (FormatException e) {
        throw new CommandException(ExitCode.ERROR, e.getMessage(), e);
      }
      return ExitCode.OK;
    }
  }

  private static void print(SignerKey key, OutputOption output, CommandSpec spec) {
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(
          Json.object()
              .put("name", key.name())
              .put("log", key.verifier().toString())
              .put("witness", key.cosigner().toString()));
    } else {
      out.text("log      " + key.verifier());
      out.text("witness  " + key.cosigner());
    }
    spec.commandLine().getOut().flush();
  }
}
