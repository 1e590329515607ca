package io.floodwall.app.ledger;

import io.floodwall.app.cli.CommandException;
import io.floodwall.core.ledger.LedgerEntry;
import picocli.CommandLine.Option;

/** Which entries of each chain: from one, to one, both included. */
public final class RangeOptions {
  @Option(
      names = "--from",
      paramLabel = "SEQ",
      defaultValue = "0",
      description = "the first entry of a chain (default: ${DEFAULT-VALUE})")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "SEQ",
      description = "the last entry of a chain (default: where it ends now)")
  private long to = LedgerEntry.SEQ_MAX;

  /** Refuses a range that is none. */
  public void check() {
    if (from < 0 || to < from) {
      throw CommandException.usage(
          "--from and --to must be entry numbers in order, got " + from + " and " + to);
    }
  }

  public long from() {
    return from;
  }

  public long to() {
    return Math.min(to, LedgerEntry.SEQ_MAX);
  }

  boolean contains(long seq) {
    return seq >= from && seq <= to;
  }
}
