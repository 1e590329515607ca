package io.floodwall.core.audit;

import java.util.Locale;

/**
 * Something that should be there exactly once and is not.
 *
 * @param number the intent's offset or the decision's number, or -1 where there is none
 * @param place where the evidence lies, such as a topic offset, or empty where nothing lies
 */
public record Discrepancy(
    Kind kind, int partition, Subject subject, long number, String place, String detail) {

  /** What is wrong. */
  public enum Kind {
    /** It should be there. */
    MISSING,
    /** It should not be there. */
    EXTRA,
    /** It is there more than once. */
    DOUBLE,
    /** Two places say different things of it. */
    DIFFERENT,
    /** Bytes that cannot be read. */
    UNREADABLE;

    /** In small letters, as reports spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it is about. */
  public enum Subject {
    /** An intent, by its offset. */
    INTENT,
    /** A decision, by its number. */
    DECISION,
    /** A record that says nothing of itself. */
    RECORD;

    /** In small letters, as reports spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line for people. */
  public String line() {
    String what = subject.label() + (number < 0 ? "" : " " + number);
    String where = place.isEmpty() ? "" : " at " + place;
    return kind.label() + ": partition " + partition + " " + what + where + ": " + detail;
  }
}
