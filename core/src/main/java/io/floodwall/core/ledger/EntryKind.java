package io.floodwall.core.ledger;

/** What a ledger entry's payload is; the code is hashed and never changes. */
public enum EntryKind {
  /** A Decision. */
  VERDICT(1),
  /** A RefusalBatch. */
  REFUSALS(2),
  /** A PolicyBundle. */
  BUNDLE(3),
  /** A Control. */
  CONTROL(4),
  /** An Outcome. */
  OUTCOME(5);

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  /** The kind with this number. */
  public static EntryKind of(int code) {
    for (EntryKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("entries of kind " + code + " are not known");
  }

  /** Its number in the hashed bytes. */
  public int code() {
    return code;
  }
}
