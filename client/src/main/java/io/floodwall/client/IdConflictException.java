package io.floodwall.client;

/**
 * The id was used before, for another intent: an error of the agent, which waiting or retrying does
 * not mend.
 */
public final class IdConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fate fate;

  IdConflictException(Fate fate, String detail) {
    super(
        "the id '"
            + fate.intent().id()
            + "' of agent '"
            + fate.intent().agent()
            + "' was already used for a different intent: "
            + detail
            + "; give every new intent a new id");
    this.fate = fate;
  }

  /** What was known of it, the refusal included. */
  public Fate fate() {
    return fate;
  }
}
