package io.floodwall.app.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Lengths of time as people type them: {@code 90s}, {@code 15m}, {@code 2h}. */
public final class Durations {
  private Durations() {}

  /** The length that {@code text}, given to {@code option}, says: longer than nothing. */
  public static Duration parse(String option, String text) {
    try {
      Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      long millis = duration.toMillis(); // overflows here, not later
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new CommandException(
          ExitCode.USAGE, option + ": not a duration: '" + text + "'; try 15m or 2h", e);
    }
    throw CommandException.usage(option + " must be longer than nothing, got '" + text + "'");
  }
}
