package io.floodwall.tlog;

/**
 * One thing that was checked of a ledger, and what came of it.
 *
 * @param name what was checked: {@code sequence}, {@code signatures} and so on
 * @param range of what: {@code entries 0 to 99}
 * @param detail what was found, or why it could not be checked
 */
public record Check(String name, Status status, String range, String detail) {
  /** What can come of a check. */
  public enum Status {
    PASS("PASS"),
    FAIL("FAIL"),
    NOT_CHECKED("NOT CHECKED");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** As it is printed. */
    public String label() {
      return label;
    }
  }
}
