package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.ChainsOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.ledger.LedgerSource;
import io.floodwall.app.ledger.OpenLedger;
import io.floodwall.app.ledger.RangeOptions;
import io.floodwall.tlog.BundleWriter;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.VerifierKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall ledger bundle}: exports a ledger, or a part, as one file to be checked. */
@Command(
    name = "bundle",
    description =
        "Exports the ledger, or a part of it, as one file that is checked without a broker.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger bundle --out ledger.bundle",
      "  floodwall ledger bundle --data demo-data --out demo.bundle",
      "  floodwall ledger bundle --partition 0 --from 1000 --to 1999 --out part.bundle",
      "  floodwall verify --bundle ledger.bundle --vkey KEY",
      "",
      "A part goes on to the next checkpoint, which is what proves it, and leaves out",
      "chains that end before it.",
      "Exit code 5, and no file, when the ledger is damaged: floodwall fsck says where."
    })
public final class BundleCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Mixin private LedgerSource source = new LedgerSource();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the file to write; one that exists is not written over")
  private Path file = Path.of("");

  @Mixin private ChainsOption chains = new ChainsOption();
  @Mixin private RangeOptions range = new RangeOptions();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "the log's key file: its public half is put in, for who has no other (default: that of"
              + " --data, if it is there)")
  private @Nullable Path keyFile;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    range.check();
    if (Files.exists(file)) {
      throw new CommandException(ExitCode.ERROR, file + " exists already; name a new file");
    }
    List<VerifierKey> keys = keys();
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    long entries = 0;
    int count = 0;
    try (OpenLedger ledger = source.open(spec.commandLine())) {
      try (var bytes =
              new BufferedOutputStream(
                  Files.newOutputStream(
                      unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                  BUFFER_BYTES);
          var out = new BundleWriter(bytes, keys)) {
        for (TopicPartition chain : chains.of(ledger)) {
          long written = new ChainPart(ledger, chain.partition(), range).write(out);
          if (written != ChainPart.TOO_SHORT) {
            entries += written;
            count++;
          }
        }
        out.end();
      }
      if (count == 0) {
        throw CommandException.usage("no chain has entry " + (range.from() - 1) + " yet: --from");
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException(ExitCode.ERROR, "cannot write " + file + ": " + e, e);
    } finally {
      delete(unfinished);
    }
    tell(count, entries);
    return ExitCode.OK;
  }

  private void tell(int count, long entries) {
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(
          Json.object().put("file", file.toString()).put("chains", count).put("entries", entries));
    } else {
      out.text(count + " chains, " + entries + " entries in " + file);
      out.text("next, anywhere: floodwall verify --bundle " + file + " --vkey KEY");
    }
    spec.commandLine().getOut().flush();
  }

  private static void delete(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<VerifierKey> keys() {
    Path given = keyFile;
    if (given == null) {
      Path own = source.data() == null ? null : source.data().resolve("keys").resolve("log.key");
      if (own == null || !Files.isReadable(own)) {
        return List.of();
      }
      given = own;
    }
    try {
      return List.of(KeyFile.read(given).verifier());
    } catch (FormatException e) {
      throw new CommandException(ExitCode.ERROR, e.getMessage(), e);
    }
  }
}
