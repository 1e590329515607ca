package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From when on one looks: a length of time before now, or a moment. */
final class Since {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}[dhms])+");
  private static final Pattern DAYS = Pattern.compile("^(\\d+)d");

  private Since() {}

  /** The epoch millisecond that {@code text} names, or null when there is none. */
  static @Nullable Long parse(@Nullable String text, long nowMs) {
    if (text == null) {
      return null;
    }
    String small = text.toLowerCase(Locale.ROOT);
    try {
      if (LENGTH.matcher(small).matches()) {
        String days = DAYS.matcher(small).replaceFirst("P$1DT");
        String iso = days.startsWith("P") ? days : "PT" + days;
        String whole = iso.endsWith("T") ? iso.substring(0, iso.length() - 1) : iso;
        return Math.max(0, nowMs - Duration.parse(whole).toMillis());
      }
      return Math.max(0, OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new CommandException(ExitCode.USAGE, wrong(text), e);
    }
  }

  private static String wrong(String text) {
    return "--since must be a length of time such as 90s, 15m, 2h or 1d12h, or an RFC 3339 time"
        + " with a zone, such as 2026-11-03T10:00:00Z; got '"
        + text
        + "'";
  }
}
