package io.floodwall.tlog;

import io.floodwall.tlog.Check.Status;
import java.util.List;

/**
 * What came of the exam of a chain.
 *
 * @param from the first entry that was there
 * @param to the number after the last
 * @param notProven in plain words, what nobody may conclude from this
 */
public record ChainReport(
    String origin, long from, long to, List<Check> checks, List<String> notProven) {
  public ChainReport {
    checks = List.copyOf(checks);
    notProven = List.copyOf(notProven);
  }

  /** Whether no check failed. */
  public boolean isValid() {
    return checks.stream().noneMatch(check -> check.status() == Status.FAIL);
  }

  /** The entries from {@code first} to before {@code behind}, for people. */
  static String range(long first, long behind) {
    return behind <= first ? "no entries" : "entries " + first + " to " + (behind - 1);
  }
}
