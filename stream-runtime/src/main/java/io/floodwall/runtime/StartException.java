package io.floodwall.runtime;

/**
 * An application must not start, or a cluster must not be used: what is wrong, why it matters, what
 * to do.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What stands in the way; the name leads the message. */
  public enum Problem {
    KAFKA_UNREACHABLE,
    CREDENTIALS_REFUSED,
    TRANSACTIONS_TOO_OLD,
    TOPICS_WRONG,
    PARTITION_COUNT_CHANGED,
    SCHEMAS_UNKNOWN,
    OFFSETS_LOST,
    RECORDS_LOST,
    CLOCK_PUT_BACK,
    PORT_TAKEN,
    STATE_DIR_UNUSABLE,
    NOT_READY_IN_TIME,
    STREAMS_FAILED
  }

  public StartException(Problem problem, String message) {
    this(problem, message, null);
  }

  public StartException(Problem problem, String message, Throwable cause) {
    super(problem + ": " + message, cause);
    this.problem = problem;
  }

  /** Which it is. */
  public Problem problem() {
    return problem;
  }
}
