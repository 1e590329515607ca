package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.ledger.Heads;
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
import io.floodwall.tlog.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The part of one chain that goes into a bundle, and all that is signed of it. */
final class ChainPart {
  /** The chain ends before the part begins: nothing of it was written. */
  static final long TOO_SHORT = -1;

  private final OpenLedger ledger;
  private final int partition;
  private final RangeOptions range;
  private final SealedChain chain;
  private final String origin;

  ChainPart(OpenLedger ledger, int partition, RangeOptions range) {
    this.ledger = ledger;
    this.partition = partition;
    this.range = range;
    this.chain = new SealedChain(ledger.wall(), partition);
    this.origin = Chain.origin(ledger.name(), partition);
  }

  /**
   * Writes it: first a look at all of the chain, then the part that was asked for. Answers how many
   * entries it has, or {@link #TOO_SHORT}.
   */
  long write(BundleWriter out) throws IOException {
    refuse(origin, ledger.heads().findings(ledger.name(), partition));
    Heads.Told told = ledger.heads().of(ledger.name(), partition);
    long end = end(told);
    var exam = new ChainExam(origin, new Trust(List.of(), true, null));
    var start = new Start(exam);
    if (range.from() > 0) {
      chain.entries(exam, start::entry, (done, total) -> {});
      if (start.from == 0) {
        refuseDamage(exam.end());
        requireAllOf(end, start.size, told);
        return TOO_SHORT;
      }
    }
    out.chain(origin, start.from, start.before(origin), start.subtrees);
    if (told != null && told.head().size() >= start.from && told.head().size() <= end) {
      out.head(told.head());
    }
    notes(end, out);
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
    requireAllOf(end, size[0], told);
    return written[0];
  }

  private void requireAllOf(long end, long size, Heads.@Nullable Told told) {
    if (told != null && size < end) {
      throw new CommandException(
          ExitCode.TAMPER,
          "the chain "
              + origin
              + " has "
              + size
              + " entries, but its head or what is signed of it speaks of more; run floodwall"
              + " fsck");
    }
  }

  /**
   * Before which entry the part ends: at the first checkpoint that has all that was asked for. What
   * is signed may reach further than the head, on a wall that runs and on one that was cut.
   */
  private long end(Heads.@Nullable Told told) {
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
  private void notes(long end, BundleWriter out) throws IOException {
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
    private long size;
    private List<Hash> subtrees = List.of();
    private @Nullable Hash before;

    Start(ChainExam exam) {
      this.exam = exam;
    }

    void entry(LedgerEntry entry) {
      size = entry.seq() + 1;
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
