package io.floodwall.core.audit;

import java.util.Locale;

/** An intent below the cut that has no entry yet, and how far it has come. */
public record Pending(int partition, long offset, Stage stage) {

  /** How far an intent has come. */
  public enum Stage {
    /** It stands in the waiting room. */
    WAITING,
    /** Admission released it and the gate has not read it. */
    RELEASED,
    /** The gate decided and the ledger has not read it. */
    DECIDED,
    /** It is refused, and its entry is to come. */
    REFUSED;

    /** In small letters, as reports spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
