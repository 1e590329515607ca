package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.ChainsOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.ledger.Heads;
import io.floodwall.app.ledger.LedgerSource;
import io.floodwall.app.ledger.OpenLedger;
import io.floodwall.app.ledger.RangeOptions;
import io.floodwall.app.ledger.ReadingProgress;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.tlog.BundleWriter;
import io.floodwall.tlog.ChainExam;
import io.floodwall.tlog.ChainReport;
import io.floodwall.tlog.Check;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.VerifierKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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
  private static final long TOO_SHORT = -1;

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
          long written = write(ledger, chain.partition(), out);
          if (written != TOO_SHORT) {
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

  /** One chain: first a look at all of it, then the part that was asked for. */
  private long write(OpenLedger ledger, int partition, BundleWriter out) throws IOException {
    String origin = Chain.origin(ledger.name(), partition);
    var chain = new SealedChain(ledger.wall(), partition);
    var exam = new ChainExam(origin, new Trust(List.of(), true, null));
    var start = new Start(exam);
    if (range.from() > 0) {
      chain.entries(exam, start::entry, (done, total) -> {});
      if (start.from == 0) {
        return TOO_SHORT;
      }
    }
    out.chain(origin, start.from, start.before(origin), start.subtrees);
    refuse(origin, ledger.heads().findings(ledger.name(), partition));
    Heads.Told told = ledger.heads().of(ledger.name(), partition);
    long end = end(chain, ledger, told);
    if (told != null && told.head().size() >= start.from && told.head().size() <= end) {
      out.head(told.head());
    }
    notes(chain, ledger, end, out);
    var again = new ChainExam(origin, new Trust(List.of(), true, null));
    var written = new long[1];
    var size = new long[1];
    try (var progress = new ReadingProgress("chain " + partition)) {
      chain.entries(
          again,
          entry -> {
            size[0] = entry.seq() + 1;
            if (entry.seq() >= start.from && entry.seq() < end) {
              try {
                out.entry(entry);
                written[0]++;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          },
          progress);
    }
    refuseDamage(again.end());
    if (told != null && size[0] < end) {
      throw new CommandException(
          ExitCode.TAMPER,
          "the chain "
              + origin
              + " has "
              + size[0]
              + " entries, but its head or what is signed of it speaks of more; run floodwall"
              + " fsck");
    }
    return written[0];
  }

  /**
   * Before which entry the part ends: at the first checkpoint that has all that was asked for. What
   * is signed may reach further than the head, on a wall that runs and on one that was cut.
   */
  private long end(SealedChain chain, OpenLedger ledger, Heads.@Nullable Told told) {
    long asked = range.to() + 1;
    var signed = new TreeSet<Long>();
    for (String topic : notes(ledger)) {
      new Notes(topic, (size, note) -> signed.add(size)).read(chain);
    }
    Long proof = signed.ceiling(asked);
    if (proof != null) {
      return proof;
    }
    long known =
        Math.max(told == null ? 0 : told.head().size(), signed.isEmpty() ? 0 : signed.last());
    return told == null ? asked : Math.min(asked, known);
  }

  /** Cosignatures are read first: one that comes meanwhile would be without its checkpoint. */
  private void notes(SealedChain chain, OpenLedger ledger, long end, BundleWriter out)
      throws IOException {
    List<byte[]> cosignatures = new ArrayList<>();
    new Notes(
            ledger.wall().topics().cosignatures(),
            (size, note) -> {
              if (isAskedFor(size, end)) {
                cosignatures.add(note);
              }
            })
        .read(chain);
    new Notes(
            ledger.wall().topics().checkpoints(),
            (size, note) -> {
              if (isAskedFor(size, end)) {
                out.checkpoint(note);
              }
            })
        .read(chain);
    for (byte[] note : cosignatures) {
      out.cosignature(note);
    }
  }

  private boolean isAskedFor(long size, long end) {
    return (size > range.from() || range.from() == 0) && size <= end;
  }

  private static List<String> notes(OpenLedger ledger) {
    return List.of(ledger.wall().topics().checkpoints(), ledger.wall().topics().cosignatures());
  }

  private static void refuse(String origin, List<Finding> heads) {
    if (!heads.isEmpty()) {
      throw new CommandException(
          ExitCode.TAMPER,
          "the heads of the chain "
              + origin
              + " are damaged: "
              + heads.get(0).line()
              + "; run floodwall fsck");
    }
  }

  private static void refuseDamage(ChainReport report) {
    List<String> faults = new ArrayList<>();
    for (Check check : report.checks()) {
      if (check.status() == Check.Status.FAIL) {
        faults.add(check.name() + ": " + check.detail());
      }
    }
    if (!faults.isEmpty()) {
      throw new CommandException(
          ExitCode.TAMPER,
          "the chain "
              + report.origin()
              + " is damaged and not exported: "
              + String.join("; ", faults)
              + "; run floodwall fsck");
    }
  }

  /** The tree before the first entry that is exported. */
  private final class Start {
    private final ChainExam exam;
    private long from;
    private List<Hash> subtrees = List.of();
    private @Nullable Hash before;

    Start(ChainExam exam) {
      this.exam = exam;
    }

    void entry(LedgerEntry entry) {
      if (entry.seq() == range.from() - 1) {
        from = entry.seq() + 1;
        subtrees = exam.tree().subtrees();
        before = entry.digest();
      }
    }

    Hash before(String origin) {
      return before == null ? Chain.genesis(origin).digest() : before;
    }
  }
}
