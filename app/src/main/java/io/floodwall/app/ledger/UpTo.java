package io.floodwall.app.ledger;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.ledger.LedgerEntry;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay goes: to the end, to an entry of every chain, or to a moment.
 *
 * <p>A moment takes in the decisions decided up to then, by the gate's clock, which the chain
 * covers; and the other entries written up to then, by their records' time, which it does not.
 *
 * @param seq the last entry, or null
 * @param timeMs the last millisecond, or null
 */
record UpTo(@Nullable Long seq, @Nullable Long timeMs) {
  static final UpTo END = new UpTo(null, null);

  /** What {@code --to} says. */
  static UpTo parse(@Nullable String text) {
    if (text == null) {
      return END;
    }
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return new UpTo(Long.parseLong(text), null);
      }
      return new UpTo(null, OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--to must be an entry's number (0 to "
              + LedgerEntry.SEQ_MAX
              + ") or an RFC 3339 time with a zone, such as 2026-11-03T10:00:00Z; got '"
              + text
              + "'",
          e);
    }
  }

  /** Whether an entry is taken in, whose record has this time. */
  boolean includes(LedgerEntry entry, Payload payload, long recordMs) {
    if (seq != null) {
      return entry.seq() <= seq;
    }
    if (timeMs == null) {
      return true;
    }
    return (payload instanceof DecisionPayload decided
            ? decided.decision().decidedAtMs()
            : recordMs)
        <= timeMs;
  }

  /** What is rebuilt, in words. */
  String said() {
    if (seq != null) {
      return "as of entry " + seq + " of every chain";
    }
    return timeMs == null ? "as of now" : "as of " + Where.time(timeMs);
  }
}
