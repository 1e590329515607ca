package io.floodwall.tlog;

import io.floodwall.tlog.Check.Status;
import java.util.ArrayList;
import java.util.List;

/** What was found wrong by one check: the first few are told, the rest are counted. */
final class Faults {
  private static final int TOLD_MAX = 20;

  private final List<String> told = new ArrayList<>();
  private long count;

  void add(String fault) {
    count++;
    if (told.size() < TOLD_MAX) {
      told.add(fault);
    }
  }

  boolean isNone() {
    return count == 0;
  }

  /** What the check came to; {@code good} says what was done when nothing was found. */
  Check check(String name, String range, String good) {
    return isNone()
        ? new Check(name, Status.PASS, range, good)
        : new Check(name, Status.FAIL, range, text());
  }

  private String text() {
    String all = String.join("; ", told);
    return count > told.size() ? all + "; and " + (count - told.size()) + " more" : all;
  }
}
